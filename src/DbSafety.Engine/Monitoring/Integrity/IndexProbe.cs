namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Indexes that the server does not use, or does not keep up.</summary>
internal sealed class IndexProbe : IIntegrityProbe
{
    private const string Sql = $"""
        SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, i.indisvalid, i.indisready, i.indislive
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {IntegrityRun.InScope}
        ORDER BY 1
        """;

    public string Name => "indexes";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var rows = await run.RowsAsync(Sql, cancellationToken, run.Schemas);
        foreach (var row in rows.Where(row => row[2] is false || row[3] is false || row[4] is false))
        {
            var what = row[4] is false ? "is being dropped" : row[3] is false ? "is not kept up by writes" : "is not valid: no query uses it, and a unique one may not hold";
            run.Failed((string)row[0]!, 1, $"The index of {row[1]} {what}. Most often a CREATE INDEX CONCURRENTLY has failed: DROP INDEX CONCURRENTLY {row[0]}, then make it again, or REINDEX INDEX CONCURRENTLY {row[0]}.");
        }

        run.Looked(rows.Count, "indexes are valid");
    }
}

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Collations whose library has changed since the indexes were made: their order may be another by now.</summary>
internal sealed class CollationProbe : IIntegrityProbe
{
    private const string Named = """
        SELECT l.oid::regcollation::text, l.collversion, pg_catalog.pg_collation_actual_version(l.oid),
               (SELECT count(*) FROM pg_catalog.pg_index i WHERE l.oid = ANY (i.indcollation)),
               (SELECT string_agg(x.name, ', ') FROM (SELECT i.indexrelid::regclass::text AS name FROM pg_catalog.pg_index i WHERE l.oid = ANY (i.indcollation) ORDER BY 1 LIMIT 5) x)
        FROM pg_catalog.pg_collation l
        WHERE l.collversion IS NOT NULL AND (l.collencoding = -1 OR l.collencoding = (SELECT d.encoding FROM pg_catalog.pg_database d WHERE d.datname = current_database()))
          AND l.collversion IS DISTINCT FROM pg_catalog.pg_collation_actual_version(l.oid)
        ORDER BY 1
        """;

    private const string Database = """
        SELECT d.datname::text, d.datcollversion, pg_catalog.pg_database_collation_actual_version(d.oid)
        FROM pg_catalog.pg_database d
        WHERE d.datname = current_database() AND d.datcollversion IS DISTINCT FROM pg_catalog.pg_database_collation_actual_version(d.oid)
        """;

    public string Name => "collations";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        foreach (var row in await run.RowsAsync(Named, cancellationToken))
        {
            run.Failed((string)row[0]!, (long)row[3]!, $"Made with version {row[1]}, now {row[2] ?? "none"}: {row[3]} indexes use it{(row[4] is string names ? $" ({names})" : "")}. "
                + $"REINDEX them, then ALTER COLLATION {row[0]} REFRESH VERSION");
        }

        if (run.Major >= 15)
        {
            foreach (var row in await run.RowsAsync(Database, cancellationToken))
                run.Failed($"database {row[0]}", 1, $"Its default collation was made with version {row[1] ?? "none"}, now {row[2] ?? "none"}. REINDEX DATABASE, then ALTER DATABASE {row[0]} REFRESH COLLATION VERSION");
        }
        else
        {
            run.NotChecked("the database's default collation", "PostgreSQL keeps its version from 15 on.");
        }

        var count = (await run.RowsAsync("SELECT count(*) FROM pg_catalog.pg_collation l WHERE l.collversion IS NOT NULL", cancellationToken))[0][0];
        run.Looked((long)count!, "collations have the version that they were made with");
    }
}

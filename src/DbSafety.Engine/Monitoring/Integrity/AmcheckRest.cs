using Npgsql;

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>What the extension amcheck of a server cannot look at; said, so that nobody takes it for sound.</summary>
internal static class AmcheckRest
{
    private const string Others = $"""
        SELECT a.amname::text, count(*), (array_agg(c.oid::regclass::text ORDER BY c.oid::regclass::text))[1:3]
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_am a ON a.oid = c.relam
        WHERE c.relkind = 'i' AND a.amname <> 'btree' AND NOT (a.amname = ANY ($2)) AND {IntegrityRun.InScope}
        GROUP BY a.amname
        ORDER BY a.amname
        """;

    /// <param name="run">The run.</param>
    /// <param name="checkedMethods">The access methods besides btree whose indexes were looked at.</param>
    /// <param name="looksAtTables">Whether the pages of tables were looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task TellAsync(IntegrityRun run, string[] checkedMethods, bool looksAtTables, CancellationToken cancellationToken)
    {
        if (!looksAtTables)
            run.NotChecked(null, "The pages of tables: verify_heapam is there from PostgreSQL 14 on (amcheck 1.3), and not on this server.");
        foreach (var row in await run.RowsAsync(Others, cancellationToken, run.Schemas, new NpgsqlParameter { Value = checkedMethods }))
        {
            var (method, count, names) = ((string)row[0]!, (long)row[1]!, (string[])row[2]!);
            run.NotChecked(null, $"{count} {(count == 1 ? "index" : "indexes")} of {method} ({string.Join(", ", names)}{(count > names.Length ? ", …" : "")}): "
                + (method == "gin" ? "gin_index_check is there from PostgreSQL 18 on (amcheck 1.5), and not on this server." : "amcheck has no check for this kind of index."));
        }
    }
}

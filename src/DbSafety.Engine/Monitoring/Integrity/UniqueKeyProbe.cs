namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Rows with equal keys under a unique index, found in the table itself and not through the index.</summary>
internal sealed class UniqueKeyProbe : IIntegrityProbe
{
    private static string Indexes(int major) => $"""
        SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text,
               ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k, true) FROM generate_series(1, i.indnkeyatts) k ORDER BY k),
               pg_catalog.pg_get_expr(i.indpred, i.indrelid),
               {(major >= 15 ? "i.indnullsnotdistinct" : "false")}
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indisunique AND c.relkind = 'r' AND {IntegrityRun.InScope}
        ORDER BY c.relpages, 1
        """;

    public string Name => "unique-keys";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var indexes = await run.RowsAsync(Indexes(run.Major), cancellationToken, run.Schemas);
        foreach (var row in indexes)
            await run.TryAsync((string)row[0]!, () => LookAsync(run, row, cancellationToken), cancellationToken);
        run.Looked(indexes.Count, "unique indexes have no duplicates in their tables");
    }

    private static async Task LookAsync(IntegrityRun run, object?[] row, CancellationToken cancellationToken)
    {
        var (index, table, keys) = ((string)row[0]!, (string)row[1]!, (string[])row[2]!);
        var conditions = new List<string>();
        if (row[3] is string predicate)
            conditions.Add($"({predicate})");
        if (row[4] is false)
            conditions.AddRange(keys.Select(key => $"({key}) IS NOT NULL"));
        var where = conditions.Count > 0 ? $" WHERE {string.Join(" AND ", conditions)}" : "";
        var list = string.Join(", ", keys.Select(key => $"({key})"));
        var sql = $"""
            SELECT count(*), (array_agg(d.shown))[1:3]
            FROM (SELECT concat_ws(', ', {string.Join(", ", keys.Select(key => $"({key})::text"))}) || ' at ctid ' || array_to_string((array_agg(ctid))[1:3], ' and ') AS shown
                  FROM ONLY {table}{where} GROUP BY {list} HAVING count(*) > 1) d
            """;
        await run.ExecuteAsync("SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off", cancellationToken);
        var found = (await run.RowsAsync(sql, cancellationToken))[0];
        if (found[0] is long and > 0 and var count)
            run.Failed(index, count, $"{count} keys of {table} come more than once: {string.Join("; ", (string[])found[1]!)}{(count > 3 ? "; …" : "")}.");
    }
}

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Constraints that were never validated or are not enforced, and rows that break those that are.</summary>
internal sealed class ConstraintProbe : IIntegrityProbe
{
    // Triggers of a foreign key that are disabled leave it without effect.
    private const string State = $"""
        SELECT k.conname::text, k.conrelid::regclass::text, k.convalidated,
               EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled IN ('D', 'R')), k.contype::text
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
        WHERE k.conrelid <> 0 AND k.contype IN ('c', 'f', 'n') AND {IntegrityRun.InScope}
        ORDER BY 2, 1
        """;

    private const string Checks = $"""
        SELECT c.oid::regclass::text,
               array_agg(k.conname::text ORDER BY k.conname),
               array_agg(pg_catalog.pg_get_expr(k.conbin, k.conrelid) ORDER BY k.conname)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype = 'c' AND c.relkind = 'r' AND {IntegrityRun.InScope}
        GROUP BY c.oid, c.relpages
        ORDER BY c.relpages, c.oid
        """;

    private const string NotNull = $"""
        SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND c.relkind = 'r' AND {IntegrityRun.InScope}
        GROUP BY c.oid, c.relpages
        ORDER BY c.relpages, c.oid
        """;

    public string Name => "constraints";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var constraints = await run.RowsAsync(State, cancellationToken, run.Schemas);
        foreach (var row in constraints)
        {
            if (row[2] is false)
                run.Failed($"{row[1]}.{row[0]}", 1, $"It was never validated: rows from before may break it. When none does: ALTER TABLE {row[1]} VALIDATE CONSTRAINT {Sql.Identifier.Quote((string)row[0]!)}");
            if (row[3] is true)
                run.Failed($"{row[1]}.{row[0]}", 1, $"Its triggers are disabled, so it is not enforced. When no row breaks it: ALTER TABLE {row[1]} ENABLE TRIGGER ALL");
        }

        var checks = await run.RowsAsync(Checks, cancellationToken, run.Schemas);
        foreach (var row in checks)
        {
            var (table, names, expressions) = ((string)row[0]!, (string[])row[1]!, (string[])row[2]!);
            await run.TryAsync(table, () => CountAsync(run, table, [.. names.Zip(expressions, (name, expression) => (name, $"({expression}) IS FALSE"))], cancellationToken), cancellationToken);
        }

        var columns = await run.RowsAsync(NotNull, cancellationToken, run.Schemas);
        foreach (var row in columns)
        {
            var table = (string)row[0]!;
            await run.TryAsync(table, () => CountAsync(run, table, [.. ((string[])row[1]!).Select(column => ($"{column} NOT NULL", $"{column} IS NULL"))], cancellationToken), cancellationToken);
        }

        run.Looked(constraints.Count + columns.Sum(row => ((string[])row[1]!).Length), "constraints hold");
    }

    // One pass over the table for all of its constraints.
    private static async Task CountAsync(IntegrityRun run, string table, IReadOnlyList<(string Name, string Broken)> conditions, CancellationToken cancellationToken)
    {
        var sql = $"SELECT {string.Join(", ", conditions.Select(condition => $"count(*) FILTER (WHERE {condition.Broken}), ((array_agg(ctid) FILTER (WHERE {condition.Broken}))[1:3])::text"))} FROM ONLY {table}";
        var row = (await run.RowsAsync(sql, cancellationToken))[0];
        for (var i = 0; i < conditions.Count; i++)
        {
            if (row[i * 2] is long and > 0 and var count)
                run.Failed($"{table}: {conditions[i].Name}", count, $"{count} rows break it, such as those at ctid {((string)row[(i * 2) + 1]!).Trim('{', '}').Replace("\"", "", StringComparison.Ordinal)}.");
        }
    }
}

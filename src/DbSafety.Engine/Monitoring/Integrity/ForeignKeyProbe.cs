namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Rows whose foreign key points nowhere; also of keys that were not validated, are not enforced, or have their triggers disabled.</summary>
internal sealed class ForeignKeyProbe : IIntegrityProbe
{
    // The operators are those that the server itself compares with. A partitioned table is asked once, at its root.
    private static string Keys(int major) => $"""
        SELECT k.conname::text, k.conrelid::regclass::text, k.confrelid::regclass::text, k.confmatchtype::text,
               ARRAY(SELECT quote_ident(a.attname) FROM unnest(k.conkey) WITH ORDINALITY u (n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
               ARRAY(SELECT quote_ident(a.attname) FROM unnest(k.confkey) WITH ORDINALITY u (n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i),
               ARRAY(SELECT quote_ident(s.nspname) || '.' || o.oprname FROM unnest(k.conpfeqop) WITH ORDINALITY u (n, i) JOIN pg_catalog.pg_operator o ON o.oid = u.n JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace ORDER BY u.i),
               {(major >= 18 ? "k.conperiod" : "false")}
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 AND {IntegrityRun.InScope}
        ORDER BY c.relpages, 2, 1
        """;

    public string Name => "foreign-keys";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var keys = await run.RowsAsync(Keys(run.Major), cancellationToken, run.Schemas);
        foreach (var key in keys)
        {
            var name = $"{key[1]}.{key[0]}";
            if (key[7] is true)
                run.NotChecked(name, "It is a key over periods, which this check does not understand.");
            else
                await run.TryAsync(name, () => LookAsync(run, name, key, cancellationToken), cancellationToken);
        }

        run.Looked(keys.Count, "foreign keys have no orphans");
    }

    private static async Task LookAsync(IntegrityRun run, string name, object?[] key, CancellationToken cancellationToken)
    {
        var (child, parent) = ((string)key[1]!, (string)key[2]!);
        var (columns, referenced, operators) = ((string[])key[4]!, (string[])key[5]!, (string[])key[6]!);
        var match = string.Join(" AND ", columns.Select((column, i) => $"p.{referenced[i]} OPERATOR({operators[i]}) c.{column}"));
        var orphan = $"({string.Join(" AND ", columns.Select(column => $"c.{column} IS NOT NULL"))} AND NOT EXISTS (SELECT FROM {parent} p WHERE {match}))";
        if ((string)key[3]! == "f")
            orphan += $" OR (num_nulls({string.Join(", ", columns.Select(column => $"c.{column}"))}) BETWEEN 1 AND {columns.Length - 1})";
        var value = $"concat_ws(', ', {string.Join(", ", columns.Select(column => $"c.{column}::text"))})";
        var row = (await run.RowsAsync($"SELECT count(*), (array_agg({value} || ' at ctid ' || c.ctid || ' of ' || c.tableoid::regclass))[1:3] FROM {child} c WHERE {orphan}", cancellationToken))[0];
        if (row[0] is long and > 0 and var count)
            run.Failed(name, count, $"{count} rows of {child} point to no row of {parent}: ({string.Join(", ", columns)}) = {string.Join("; ", (string[])row[1]!)}{(count > 3 ? "; …" : "")}.");
    }
}

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Sequences whose next value a column has already.</summary>
internal sealed class SequenceProbe : IIntegrityProbe
{
    // Those that a column owns, and those that only its default names.
    private const string Sql = $"""
        SELECT DISTINCT s.seqrelid::regclass::text, t.oid::regclass::text, quote_ident(a.attname), s.seqincrement, s.seqrelid, s.seqmax, s.seqmin
        FROM pg_catalog.pg_sequence s
        JOIN pg_catalog.pg_depend d ON (d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0)
             OR (d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = s.seqrelid)
        LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
        JOIN pg_catalog.pg_class t ON t.oid = coalesce(f.adrelid, d.refobjid)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = coalesce(f.adnum, d.refobjsubid) AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        WHERE t.relkind IN ('r', 'p') AND {IntegrityRun.InScope}
        ORDER BY 1, 2
        """;

    public string Name => "sequences";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var sequences = await run.RowsAsync(Sql, cancellationToken, run.Schemas);
        foreach (var row in sequences)
            await run.TryAsync((string)row[0]!, () => LookAsync(run, row, cancellationToken), cancellationToken);
        run.Looked(sequences.Count, "sequences are ahead of their columns");
    }

    private static async Task LookAsync(IntegrityRun run, object?[] row, CancellationToken cancellationToken)
    {
        var (sequence, table, column) = ((string)row[0]!, (string)row[1]!, (string)row[2]!);
        var (step, most, least) = ((long)row[3]!, (long)row[5]!, (long)row[6]!);
        // What lies outside the sequence's own range, it can never give.
        var sql = $"SELECT s.last_value, s.is_called, (SELECT {(step > 0 ? "max" : "min")}({column})::bigint FROM {table} WHERE {column} BETWEEN {least} AND {most}) FROM {sequence} s";
        var state = (await run.RowsAsync(sql, cancellationToken))[0];
        if (state[2] is not long furthest)
            return;
        var next = (decimal)(long)state[0]! + (state[1] is true ? step : 0);
        if (step > 0 ? next <= furthest : next >= furthest)
        {
            run.Failed(sequence, 1, $"Its next value is {next}, and {table}.{column} has {furthest} already: inserts will meet keys that exist. "
                + $"SELECT setval('{sequence.Replace("'", "''", StringComparison.Ordinal)}', {furthest})");
        }
    }
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing.Batches;

/// <summary>The key of a backfill as the catalog has it.</summary>
/// <param name="Table">The table, as SQL writes it.</param>
/// <param name="Types">The types of the key's columns.</param>
/// <param name="Rows">The server's estimate of the table's rows; null where it has none.</param>
internal sealed record BatchKey(string Table, IReadOnlyList<string> Types, long? Rows)
{
    private const string Sql = """
        SELECT c.oid::regclass::text, c.reltuples::double precision,
               ARRAY(SELECT pg_catalog.format_type(a.atttypid, a.atttypmod)
                     FROM pg_catalog.unnest($2) WITH ORDINALITY AS k (name, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = k.name AND NOT a.attisdropped
                     ORDER BY k.place),
               EXISTS (SELECT FROM pg_catalog.pg_index i
                       WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = pg_catalog.cardinality($2)
                         AND NOT EXISTS (SELECT FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) p
                                         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[p]
                                         WHERE a.attname <> ($2)[p + 1] OR NOT a.attnotnull)),
               c.relkind::text
        FROM pg_catalog.pg_class c
        WHERE c.oid = $1
        """;

    /// <summary>Finds it.</summary>
    /// <exception cref="DbSafetyException"><c>BatchKeyUnusable</c>.</exception>
    public static async Task<BatchKey> FindAsync(NpgsqlConnection session, SqlStatement statement, BatchForm form, ScriptPlan plan, CancellationToken cancellationToken)
    {
        var catalog = new CatalogQuestion(session);
        if (await catalog.FindAsync(form.Table.Schema, form.Table.Name, statement.SearchPath, cancellationToken) is not { } table)
            throw Unusable(plan, statement, $"there is no table {Identifier.Quote(form.Table.Schema, form.Table.Name)}");
        var (name, rows, types, isUnique, kind) = (await catalog.RowsAsync(Sql,
            reader => (reader.GetString(0), reader.GetDouble(1), reader.GetFieldValue<string[]>(2), reader.GetBoolean(3), reader.GetString(4)),
            cancellationToken, CatalogQuestion.Oid(table), new NpgsqlParameter { Value = form.Key.ToArray() }))[0];
        if (kind is not ("r" or "p" or "m"))
            throw Unusable(plan, statement, $"{name} is no table");
        if (types.Length != form.Key.Count)
            throw Unusable(plan, statement, $"{name} has no column {string.Join(" or ", form.Key)}");
        if (!isUnique)
            throw Unusable(plan, statement, $"{name} has no unique index on exactly ({string.Join(", ", form.Key)}) with NOT NULL columns, so that batches could leave rows out or meet them twice");
        return new BatchKey(name, types, rows < 0 ? null : (long)rows);
    }

    /// <summary>The error of a statement that cannot be run in batches.</summary>
    public static DbSafetyException Unusable(ScriptPlan plan, SqlStatement statement, string reason) =>
        new("BatchKeyUnusable", ErrorKind.Refused, $"{ScriptName.Of(plan.Path)}, line {statement.Line}: it cannot be run in batches: {reason}.")
        {
            Script = plan.Path,
            Line = statement.Line,
            NextStep = $"Name a primary key or another unique key of NOT NULL columns ({BatchOption.Usage}), or leave the line out and let it run at once.",
        };
}

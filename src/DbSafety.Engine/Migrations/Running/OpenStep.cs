using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>A step outside a transaction that began in an earlier run and whose end is not in the journal: what the catalog shows of it.</summary>
internal static class OpenStep
{
    /// <summary>Done, not done (so it can be run), or unknown.</summary>
    public static async Task<StepFate> InspectAsync(NpgsqlConnection session, SqlStatement statement, CancellationToken cancellationToken)
    {
        var facts = statement.Facts;
        if (facts.AddsEnumValue is { } value)
            return await AskAsync(session, EnumValue, value.Schema, value.Type, value.Label, cancellationToken) ? StepFate.Done : StepFate.RolledBack;
        var index = facts.Affects.FirstOrDefault(item => item.Kind == AffectedKind.Index);
        return facts.Tag switch
        {
            "CREATE INDEX" when index is not null && facts.RunsOutsideTransaction =>
                await AskAsync(session, ValidIndex, TableSchema(facts) ?? index.Schema, index.Name, null, cancellationToken) ? StepFate.Done : StepFate.RolledBack,
            "DROP INDEX" when index is not null =>
                await AskAsync(session, AnyIndex, index.Schema, index.Name, null, cancellationToken) ? StepFate.RolledBack : StepFate.Done,
            // These can be run again whether they ended or not.
            "VACUUM" or "ANALYZE" or "REINDEX" or "CLUSTER" or "REFRESH MATERIALIZED VIEW" => StepFate.RolledBack,
            _ => StepFate.Unknown,
        };
    }

    private const string ValidIndex = """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                       WHERE c.relname = $2 AND ($1::text IS NULL OR n.nspname = $1) AND i.indisvalid AND $3::text IS NULL)
        """;

    private const string AnyIndex = """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                       WHERE c.relname = $2 AND ($1::text IS NULL OR n.nspname = $1) AND c.relkind = 'i' AND $3::text IS NULL)
        """;

    private const string EnumValue = """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                       WHERE t.typname = $2 AND ($1::text IS NULL OR n.nspname = $1) AND e.enumlabel = $3)
        """;

    private static string? TableSchema(StatementFacts facts) => facts.Affects.FirstOrDefault(item => item.IsTableLike)?.Schema;

    private static async Task<bool> AskAsync(NpgsqlConnection session, string sql, string? schema, string name, string? label, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session)
        {
            Parameters = { Text(schema), Text(name), Text(label) },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}

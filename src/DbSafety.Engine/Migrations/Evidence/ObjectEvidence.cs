using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>What the catalog shows of statements that make or drop what is not a relation, and that no transaction may hold.</summary>
internal sealed class ObjectEvidence(NpgsqlConnection session)
{
    private const string EnumValue = """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                       WHERE t.typname = $2 AND ($1::text IS NULL OR n.nspname = $1) AND e.enumlabel = $3)
        """;

    private readonly CatalogQuestion _catalog = new(session);

    public async Task<StatementEvidence> EnumValueAsync(EnumValueAddition value, SqlStatement statement, CancellationToken cancellationToken) =>
        await _catalog.IsAsync(EnumValue, cancellationToken,
            CatalogQuestion.Text(value.Schema ?? (statement.SearchPath is [var only] ? only : null)), CatalogQuestion.Text(value.Type), CatalogQuestion.Text(value.Label))
            ? StatementEvidence.Applied($"{value.Type} has the value '{value.Label}'")
            : StatementEvidence.NotApplied($"{value.Type} has no value '{value.Label}'");

    /// <summary>By the statement's command; null for one that is not known here.</summary>
    public async Task<StatementEvidence?> OfTagAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        var parts = statement.Facts.Tag.Split(' ', 2);
        if (parts is not [("CREATE" or "DROP") and var verb, var kind] || Catalog(kind) is not { } from || statement.Facts.Affects is not [var item, ..])
            return null;
        var exists = await _catalog.IsAsync($"SELECT EXISTS (SELECT FROM pg_catalog.{from} = $1)", cancellationToken, CatalogQuestion.Text(item.Name));
        var detail = $"{(exists ? "there is" : "there is no")} {kind.ToLowerInvariant()} {item.Name}";
        return exists == (verb == "CREATE") ? StatementEvidence.Applied(detail) : StatementEvidence.NotApplied(detail);
    }

    private static string? Catalog(string kind) => kind switch
    {
        "DATABASE" => "pg_database WHERE datname",
        "TABLESPACE" => "pg_tablespace WHERE spcname",
        "SUBSCRIPTION" => "pg_subscription WHERE subname",
        _ => null,
    };
}

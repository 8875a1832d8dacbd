using DbSafety.Engine.Backups;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>Which tables stand behind names: the table itself, an index's or sequence's table, a view's tables, a type's users, a schema's tables.</summary>
internal sealed class CatalogLookup
{
    private readonly IReadOnlyList<string> _searchPath;
    private readonly ILookup<(string Class, string Name), (string Schema, CatalogTable Table)> _found;

    private CatalogLookup(IReadOnlyList<string> searchPath, IEnumerable<(string Class, string Schema, string Name, CatalogTable Table)> found)
    {
        _searchPath = searchPath;
        _found = found.ToLookup(item => (item.Class, item.Name), item => (item.Schema, item.Table));
    }

    public static async Task<CatalogLookup> ReadAsync(NpgsqlConnection session, IReadOnlyList<NamedObject> named, CancellationToken cancellationToken)
    {
        await using var path = new NpgsqlCommand("SELECT pg_catalog.current_schemas(false)::text[]", session);
        var searchPath = (string[])(await path.ExecuteScalarAsync(cancellationToken))!;
        await using var command = new NpgsqlCommand(CatalogLookupSql.Text, session)
        {
            Parameters = { new() { Value = named.Select(item => item.Object.Name).Distinct().ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(string, string, string, CatalogTable)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), new CatalogTable(reader.GetFieldValue<uint>(3), new TableName(reader.GetString(4), reader.GetString(5)))));
        return new CatalogLookup(searchPath, found);
    }

    /// <summary>The tables behind a name. A name without a schema is looked for along the search path that holds at its statement.</summary>
    public IEnumerable<CatalogTable> TablesOf(NamedObject item)
    {
        if (Class(item) is not { } wanted)
            return [];
        var matches = _found[(wanted, item.Object.Name)].ToList();
        if (wanted == "schema")
            return matches.Select(match => match.Table);
        if (item.Object.Schema is { } schema)
            return matches.Where(match => match.Schema == schema).Select(match => match.Table);
        // A body that cannot be seen through may have a search path of its own: better one backup more.
        if (item.Object.Effect == StatementEffect.Suspected)
            return matches.Select(match => match.Table);
        var first = (item.Statement.SearchPath ?? _searchPath).FirstOrDefault(candidate => matches.Any(match => match.Schema == candidate));
        return matches.Where(match => match.Schema == first).Select(match => match.Table);
    }

    private static string? Class(NamedObject item) => item.Object switch
    {
        { Kind: AffectedKind.Schema, Effect: StatementEffect.Dropped } => "schema",
        { Kind: AffectedKind.Type, Effect: StatementEffect.Dropped } => "type",
        { Kind: AffectedKind.Function, Effect: StatementEffect.Dropped } when item.Statement.Facts.Cascades => "function",
        { Kind: AffectedKind.Index or AffectedKind.Sequence } => "relation",
        { IsTableLike: true } => "relation",
        _ => null,
    };
}

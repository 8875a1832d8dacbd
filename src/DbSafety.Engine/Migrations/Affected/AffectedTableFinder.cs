using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>Resolves what statements name against the live catalog, in a number of queries that does not grow with the scripts.</summary>
internal static class AffectedTableFinder
{
    public static async Task<AffectedTables> FindAsync(NpgsqlConnection session, IReadOnlyList<ScriptPlan> scripts, CancellationToken cancellationToken)
    {
        var named = scripts.SelectMany(script => script.Statements.SelectMany(statement =>
            statement.Facts.Affects.Where(item => item.Changes && item.Effect != StatementEffect.Created).Select(item => new NamedObject(script.Path, statement, item)))).ToList();
        var warnings = scripts.SelectMany(Opaque).ToList();
        if (named.Count == 0)
            return new AffectedTables(new Dictionary<string, IReadOnlyList<TableName>>(), [], 0, warnings);

        var catalog = await CatalogLookup.ReadAsync(session, named, cancellationToken);
        var byScript = new Dictionary<string, List<CatalogTable>>(StringComparer.Ordinal);
        var roots = new List<(CatalogTable Table, NamedObject By)>();
        foreach (var item in named)
        {
            foreach (var table in catalog.TablesOf(item))
            {
                var tables = byScript.TryGetValue(item.Path, out var known) ? known : byScript[item.Path] = [];
                if (!tables.Contains(table))
                    tables.Add(table);
                roots.Add((table, item));
            }
        }

        var reached = await CascadeReach.FindAsync(session, roots, cancellationToken);
        var all = byScript.Values.SelectMany(tables => tables).Concat(reached).Distinct().ToList();
        return new AffectedTables(
            byScript.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<TableName>)[.. pair.Value.Select(table => table.Name)]),
            [.. reached.Select(table => table.Name)], await SizeAsync(session, all, cancellationToken), warnings);
    }

    private static IEnumerable<string> Opaque(ScriptPlan script) => script.Statements.Where(statement => statement.Facts.IsOpaque)
        .Select(statement => $"{ScriptName.Of(script.Path)}, line {statement.Line}: what this {statement.Facts.Tag} changes cannot be seen from its words; "
            + "tables that it touches and that nothing else names are not backed up.");

    private static async Task<long> SizeAsync(NpgsqlConnection session, List<CatalogTable> tables, CancellationToken cancellationToken)
    {
        // A table that vanishes meanwhile has no size; that is not our trouble here.
        await using var command = new NpgsqlCommand("SELECT coalesce(sum(pg_catalog.pg_table_size(o)), 0)::bigint FROM pg_catalog.unnest($1) o", session)
        {
            Parameters = { new() { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

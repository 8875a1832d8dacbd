using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>The statements by which the live tables leave their names, and those made beside them take them.</summary>
internal static class SwapMoves
{
    /// <summary>For each schema the one that its tables are kept in, as SQL writes it.</summary>
    public static IReadOnlyDictionary<string, string> Attics(BackupSet set, IReadOnlyList<TableModel> live, string suffix) =>
        live.Select(table => table.Schema).Distinct().Select((schema, index) => (schema, $"dbsafety_replaced_{set.Id}_{index + 1}_{suffix}"))
            .ToDictionary(pair => pair.schema, pair => Identifier.Quote(pair.Item2));

    public static IEnumerable<string> Out(BackupSet set, DatabaseSchema before, IReadOnlyList<TableModel> live, IReadOnlyDictionary<string, string> attics)
    {
        foreach (var attic in attics.Values)
        {
            yield return $"CREATE SCHEMA {attic}";
            yield return $"COMMENT ON SCHEMA {attic} IS {Identifier.Literal($"Tables as they were before backup {set.Id} took their place. DROP SCHEMA … CASCADE when nobody needs them.")}";
        }

        foreach (var table in live)
        {
            foreach (var part in SwapCheck.Parts(table, before))
                yield return $"ALTER TABLE {part.QualifiedName} SET SCHEMA {attics[table.Schema]}";
            foreach (var item in new TableScript(before, table, new HashSet<TableName>()).Own.Where(item => item is { Kind: SchemaObjectKind.Statistics, PartOf: null }))
                yield return $"ALTER STATISTICS {Identifier.Quote(item.Schema, item.Name)} SET SCHEMA {attics[table.Schema]}";
            // A kept table must not go on forbidding others to delete their rows.
            foreach (var key in SwapCheck.Parts(table, before).SelectMany(part => part.ForeignKeys).Where(key => key.Referenced.Oid != key.Table.Oid))
                yield return $"ALTER TABLE {attics[table.Schema]}.{Identifier.Quote(key.Table.Name)} DROP CONSTRAINT {Identifier.Quote(key.Name)}";
        }
    }

    public static IEnumerable<string> In(ManifestTable table, SwapNames names)
    {
        var schema = Identifier.Quote(table.Schema);
        return
        [
            .. ManifestRelations.Tables(table).Select(name => $"ALTER TABLE {names.Side(name)} SET SCHEMA {schema}"),
            .. ManifestRelations.Statistics(table).Select(name => $"ALTER STATISTICS {names.Side(name)} SET SCHEMA {schema}"),
        ];
    }
}

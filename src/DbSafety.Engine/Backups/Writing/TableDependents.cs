using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Lists what would be lost with a table and is no part of its file: foreign keys of other tables, views with what is on them, functions, publications.</summary>
internal static class TableDependents
{
    public static IReadOnlyList<ManifestDependent> Of(DatabaseSchema schema, TableScript script)
    {
        var own = script.Own.Select(item => item.Key).ToHashSet();
        return [.. schema.Dependents(script.Table)
            .Where(item => !own.Contains(item.Key) && !LivesOnOtherTable(schema, item))
            .Select(item => Describe(schema, item))];
    }

    // What lives on an inheriting table falls and returns with that table's own backup; a foreign key, a policy or a rule that names this one does not.
    private static bool LivesOnOtherTable(DatabaseSchema schema, SchemaObject item) =>
        item.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable
        || (item.Kind is not (SchemaObjectKind.ForeignKey or SchemaObjectKind.Policy or SchemaObjectKind.Rule) && item.OwningTable is { } owner
            && schema.Find(owner) is { Kind: SchemaObjectKind.Table or SchemaObjectKind.ForeignTable });

    private static ManifestDependent Describe(DatabaseSchema schema, SchemaObject item) => new(
        item.Identity,
        item.Kind.ToString(),
        item.Name,
        item.OwningTable is { } owner && schema.Find(owner) is { } table ? Identifier.Quote(table.Schema, table.Name) : null,
        [.. item.Statements, .. item.OwnershipStatements]);
}

using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Lists what would be lost with a table and is no part of its file: foreign keys of other tables, views with what is on them, functions, publications.</summary>
internal static class TableDependents
{
    public static IReadOnlyList<ManifestDependent> Of(DatabaseSchema schema, TableScript script)
    {
        var own = script.Own.Select(item => item.Key).ToHashSet();
        var children = Inheriting(schema, script.Parts);
        return [.. schema.Dependents(script.Table)
            .Where(item => !own.Contains(item.Key) && !StaysOrFallsWithATable(schema, item, children))
            .Select(item => Describe(schema, item))];
    }

    // What lives on an inheriting table falls and returns with that table's own backup. Of another table only what names this one falls: a
    // foreign key, a policy, a rule, and a default or a check that calls a function over it.
    private static bool StaysOrFallsWithATable(DatabaseSchema schema, SchemaObject item, HashSet<ObjectKey> children)
    {
        if (item.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.ForeignKey || item.OwningTable is not { } owner
            || schema.Find(owner) is not { Kind: SchemaObjectKind.Table or SchemaObjectKind.ForeignTable })
            return item.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable;
        return children.Contains(owner) || !FallsAlone(item.Kind);
    }

    /// <summary>
    /// Whether a restore of tables makes it again. In an empty database views and functions need what no table's file brings: the file of the
    /// whole structure makes them in their order.
    /// </summary>
    public static bool IsMadeAgain(ManifestDependent dependent, bool hasWholeStructure) =>
        !hasWholeStructure || (Enum.TryParse<SchemaObjectKind>(dependent.Kind, out var kind) && FallsAlone(kind));

    // Something of a table falls, and the table stays, when another table that it names is dropped.
    private static bool FallsAlone(SchemaObjectKind kind) => kind is SchemaObjectKind.ForeignKey or SchemaObjectKind.Policy or SchemaObjectKind.Rule
        or SchemaObjectKind.Default or SchemaObjectKind.CheckConstraint;

    private static HashSet<ObjectKey> Inheriting(DatabaseSchema schema, IReadOnlyList<TableModel> parts)
    {
        var found = new HashSet<ObjectKey>();
        var pending = new Stack<TableModel>(parts);
        while (pending.TryPop(out var table))
        {
            foreach (var child in table.InheritedBy.Select(child => schema.FindTable(child.Schema, child.Name)).OfType<TableModel>().Where(child => found.Add(child.Address)))
                pending.Push(child);
        }

        return found;
    }

    private static ManifestDependent Describe(DatabaseSchema schema, SchemaObject item) => new(
        item.Identity,
        item.Kind.ToString(),
        item.Name,
        item.OwningTable is { } owner && schema.Find(owner) is { } table ? Identifier.Quote(table.Schema, table.Name) : null,
        [.. item.Statements, .. item.Kind is SchemaObjectKind.View or SchemaObjectKind.MaterializedView ? [GuardedSql.WithoutDefaultPrivileges([item])] : Array.Empty<string>(), .. item.OwnershipStatements]);
}

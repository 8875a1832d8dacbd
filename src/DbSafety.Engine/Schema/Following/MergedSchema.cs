using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema.Following;

/// <summary>
/// Puts what was read of the changed objects in the place of what was known of them. The result compares as one that was read whole;
/// the order of its objects is not one in which they could be made.
/// </summary>
internal static class MergedSchema
{
    public static DatabaseSchema Of(DatabaseSchema earlier, DatabaseSchema part, HashSet<uint> changed, bool withRare)
    {
        bool IsReplaced(SchemaObject item) => item.Kind != SchemaObjectKind.SystemPrivileges
            && ((withRare && !IsFollowed(item.Kind)) || changed.Contains(item.Key.Oid) || (item.OwningTable is { } table && changed.Contains(table.Oid))
                || (item.PartOf is { } whole && changed.Contains(whole.Oid)));

        var objects = earlier.Objects.Where(item => !IsReplaced(item)).Concat(part.Objects.Where(IsReplaced)).ToList();
        var read = part.Tables.ToDictionary(table => table.Oid);
        var known = earlier.Tables.ToDictionary(table => table.Oid);
        var tables = earlier.Tables.Where(table => !changed.Contains(table.Oid))
            .Select(table => read.TryGetValue(table.Oid, out var now) ? Neighbour(table, table, now, changed) : table)
            .Concat(part.Tables.Where(table => changed.Contains(table.Oid)).Select(table => known.TryGetValue(table.Oid, out var before) ? Neighbour(table, before, table, changed) : table))
            .OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal).ToList();
        return new DatabaseSchema(part.ServerVersion, objects, tables, [.. earlier.Warnings.Union(part.Warnings)]);
    }

    /// <summary>The kinds that a database has none of, mostly. Schemas and extensions are neither: what changes one is read whole.</summary>
    public static bool IsRare(SchemaObjectKind kind) =>
        !IsFollowed(kind) && kind is not (SchemaObjectKind.Schema or SchemaObjectKind.Extension or SchemaObjectKind.SystemPrivileges);

    /// <summary>The kinds of which only the changed ones are read; of the others, which are few, all are.</summary>
    private static bool IsFollowed(SchemaObjectKind kind) => kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.View
        or SchemaObjectKind.MaterializedView or SchemaObjectKind.Sequence or SchemaObjectKind.Default or SchemaObjectKind.CheckConstraint
        or SchemaObjectKind.Constraint or SchemaObjectKind.ForeignKey or SchemaObjectKind.Index or SchemaObjectKind.Statistics or SchemaObjectKind.Rule
        or SchemaObjectKind.Trigger or SchemaObjectKind.Policy or SchemaObjectKind.Function or SchemaObjectKind.Procedure or SchemaObjectKind.Aggregate
        or SchemaObjectKind.Type or SchemaObjectKind.Domain;

    // What a table knows of others: the changed ones as they were read, the rest as it was.
    private static TableModel Neighbour(TableModel table, TableModel before, TableModel now, HashSet<uint> changed) => table with
    {
        IncomingForeignKeys = [.. Merge(before.IncomingForeignKeys, now.IncomingForeignKeys, key => changed.Contains(key.Table.Oid))
            .OrderBy(key => key.Table.QualifiedName, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal)],
        Partitions = [.. Merge(before.Partitions, now.Partitions, child => changed.Contains(child.Oid)).OrderBy(child => child.QualifiedName, StringComparer.Ordinal)],
        InheritedBy = [.. Merge(before.InheritedBy, now.InheritedBy, child => changed.Contains(child.Oid)).OrderBy(child => child.QualifiedName, StringComparer.Ordinal)],
    };

    private static IEnumerable<T> Merge<T>(IEnumerable<T> before, IEnumerable<T> now, Func<T, bool> isChanged) => before.Where(item => !isChanged(item)).Concat(now.Where(isChanged));
}

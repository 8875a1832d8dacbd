using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>Says why a table cannot be swapped; null where it can.</summary>
internal static class SwapCheck
{
    public static string? Reason(ManifestTable table, TableModel live, DatabaseSchema schema)
    {
        if (live.Kind == TableKind.Foreign || table.Structure.Any(item => item.Kind == nameof(SchemaObjectKind.ForeignTable)))
            return "it is, or has, a foreign table";
        if (live.PartitionParent is { } parent)
            return $"it is a partition of {parent.QualifiedName} and would have to leave it";
        if (live.InheritsFrom.Count + live.InheritedBy.Count > 0)
            return $"it takes part in inheritance with {live.InheritsFrom.Concat(live.InheritedBy).First().QualifiedName}";
        var tables = ManifestRelations.Tables(table).Concat(ManifestRelations.Sequences(table)).Select(name => name.Schema);
        if (tables.Any(name => name != table.Schema) || Parts(live, schema).Any(part => part.Schema != table.Schema))
            return "its partitions or sequences live in several schemas";
        return table.Structure.Count == 0 || !table.Structure.Any(item => item.Kind == nameof(SchemaObjectKind.Table)) ? "" : null;
    }

    /// <summary>The table and all partitions below it.</summary>
    public static IEnumerable<TableModel> Parts(TableModel table, DatabaseSchema schema) =>
        table.Partitions.Select(part => schema.FindTable(part.Schema, part.Name)).OfType<TableModel>().SelectMany(part => Parts(part, schema)).Prepend(table);
}

using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema;

/// <summary>Finds what tables need.</summary>
internal static class SchemaClosure
{
    public static IReadOnlyList<SchemaObject> Of(DatabaseSchema schema, IEnumerable<TableModel> tables)
    {
        var roots = WithPartitions(schema, tables);
        var needed = new HashSet<ObjectKey>();
        var pending = new Stack<SchemaObject>();
        foreach (var item in schema.Objects)
        {
            var onRoot = roots.Contains(item.Key) || (item.OwningTable is { } owner && roots.Contains(owner));
            if (onRoot && item.Kind is not SchemaObjectKind.Publication && !LeavesTheSet(schema, item, roots))
                Add(item);
        }

        // Parts of a needed object are needed too; they may need more.
        var parts = schema.Objects.Where(item => item.PartOf is not null).ToLookup(item => item.PartOf!.Value);
        while (pending.TryPop(out var item))
        {
            foreach (var key in item.DependsOn)
                if (schema.Find(key) is { } dependency)
                    Add(dependency);
            foreach (var part in parts[item.Key])
                Add(part);
        }

        return [.. schema.Objects.Where(item => needed.Contains(item.Key))];

        void Add(SchemaObject item)
        {
            if (needed.Add(item.Key))
                pending.Push(item);
        }
    }

    private static HashSet<ObjectKey> WithPartitions(DatabaseSchema schema, IEnumerable<TableModel> tables)
    {
        var roots = new HashSet<ObjectKey>();
        var pending = new Stack<TableModel>(tables);
        while (pending.TryPop(out var table))
        {
            if (!roots.Add(table.Address))
                continue;
            foreach (var partition in table.Partitions)
                if (schema.FindTable(partition.Schema, partition.Name) is { } model)
                    pending.Push(model);
        }

        return roots;
    }

    private static bool LeavesTheSet(DatabaseSchema schema, SchemaObject item, HashSet<ObjectKey> roots) =>
        item.Kind == SchemaObjectKind.ForeignKey
        && item.DependsOn.Any(key => schema.Find(key) is { Kind: SchemaObjectKind.Table or SchemaObjectKind.ForeignTable } && !roots.Contains(key));
}

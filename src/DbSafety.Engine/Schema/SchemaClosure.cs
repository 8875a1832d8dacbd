using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema;

/// <summary>Finds what tables need.</summary>
internal static class SchemaClosure
{
    public static IReadOnlyList<SchemaObject> Of(DatabaseSchema schema, SchemaLinks links, IEnumerable<TableModel> tables)
    {
        var roots = WithPartitions(schema, tables);
        var wanted = roots.Select(schema.Find).OfType<SchemaObject>().Concat(roots.SelectMany(links.OnTable)
            .Where(item => item.Kind is not SchemaObjectKind.Publication && !LeavesTheSet(schema, item, roots)));
        return WithNeeds(schema, links, wanted);
    }

    /// <summary>What lives in schemas, with whatever it needs from elsewhere.</summary>
    public static IReadOnlyList<SchemaObject> OfSchemas(DatabaseSchema schema, SchemaLinks links, IReadOnlyCollection<string> names) =>
        WithNeeds(schema, links, schema.Objects.Where(item => item.Schema is { } holder && names.Contains(holder)));

    private static IReadOnlyList<SchemaObject> WithNeeds(DatabaseSchema schema, SchemaLinks links, IEnumerable<SchemaObject> wanted)
    {
        var needed = new Dictionary<ObjectKey, SchemaObject>();
        var pending = new Stack<SchemaObject>();
        foreach (var item in wanted)
            Add(item);
        while (pending.TryPop(out var item))
        {
            foreach (var key in item.DependsOn)
                if (schema.Find(key) is { } dependency)
                    Add(dependency);
            // Parts of a needed object are needed too; they may need more.
            foreach (var part in links.Parts(item.Key))
                Add(part);
            // A view's indexes, triggers and rules have no file of their own, as those of a table have.
            if (item.Kind is SchemaObjectKind.View or SchemaObjectKind.MaterializedView)
            {
                foreach (var onIt in links.OnTable(item.Key).Where(onIt => onIt.Kind != SchemaObjectKind.Publication))
                    Add(onIt);
            }
        }

        return links.InOrder(needed.Values);

        void Add(SchemaObject item)
        {
            if (needed.TryAdd(item.Key, item))
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

using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema;

/// <summary>Finds what depends on a table, directly or through others.</summary>
internal static class SchemaDependents
{
    public static IReadOnlyList<SchemaObject> Of(DatabaseSchema schema, TableModel table)
    {
        // What lives on the table falls with it and is part of it; only what lives elsewhere is a dependent.
        var own = new HashSet<ObjectKey>(schema.ObjectsOf(table).Select(item => item.Key));
        var reached = new HashSet<ObjectKey>(own);
        var dependents = new List<SchemaObject>();
        // Whoever needs a part, such as the first form of a view, needs the whole.
        var users = schema.Objects.SelectMany(item => item.DependsOn, (item, key) => (Item: item, Needed: schema.Find(key)?.PartOf ?? key))
            .Where(pair => pair.Item.Key != pair.Needed).ToLookup(pair => pair.Needed, pair => pair.Item);
        var pending = new Queue<ObjectKey>(own);
        while (pending.TryDequeue(out var key))
        {
            foreach (var user in users[key])
            {
                if (!reached.Add(user.Key))
                    continue;
                dependents.Add(user);
                pending.Enqueue(user.Key);
                if (user.PartOf is { } whole && reached.Add(whole) && schema.Find(whole) is { } item)
                {
                    dependents.Add(item);
                    pending.Enqueue(whole);
                }
            }
        }

        var keys = dependents.Select(item => item.Key).ToHashSet();
        return [.. schema.Objects.Where(item => keys.Contains(item.Key))];
    }
}

using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Schema;

/// <summary>Finds what depends on a table, directly or through others.</summary>
internal static class SchemaDependents
{
    public static IReadOnlyList<SchemaObject> Of(DatabaseSchema schema, SchemaLinks links, TableModel table)
    {
        // What lives on the table falls with it and is part of it; only what lives elsewhere is a dependent.
        var reached = links.OnTable(table.Address).Select(item => item.Key).Append(table.Address).ToHashSet();
        var dependents = new List<SchemaObject>();
        var pending = new Queue<ObjectKey>(reached);
        while (pending.TryDequeue(out var key))
        {
            foreach (var user in links.Users(key))
            {
                Reach(user);
                if (user.PartOf is { } whole && schema.Find(whole) is { } item)
                    Reach(item);
            }
        }

        return links.InOrder(dependents);

        void Reach(SchemaObject item)
        {
            if (!reached.Add(item.Key))
                return;
            dependents.Add(item);
            pending.Enqueue(item.Key);
        }
    }
}

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Sorts nodes so that each comes after what it needs; where that leaves a choice, by kind, schema and name.</summary>
internal static class NodeSorter
{
    public static IReadOnlyList<SchemaNode> Sort(DependencyGraph graph)
    {
        var ranked = graph.Nodes
            .OrderBy(node => node.Section)
            .ThenBy(ObjectPriority.Of)
            .ThenBy(node => node.Schema ?? "", StringComparer.Ordinal)
            .ThenBy(node => node.Identity, StringComparer.Ordinal)
            .Select((node, rank) => (node, rank))
            .ToDictionary(pair => pair.node, pair => pair.rank);
        var users = new Dictionary<SchemaNode, List<SchemaNode>>();
        var missing = new Dictionary<SchemaNode, int>();
        var ready = new PriorityQueue<SchemaNode, int>();
        foreach (var node in graph.Nodes)
        {
            var needs = graph.Needs(node);
            missing.Add(node, needs.Count);
            if (needs.Count == 0)
                ready.Enqueue(node, ranked[node]);
            foreach (var needed in needs)
            {
                if (!users.TryGetValue(needed, out var list))
                    users.Add(needed, list = []);
                list.Add(node);
            }
        }

        var sorted = new List<SchemaNode>(missing.Count);
        while (ready.TryDequeue(out var node, out _))
        {
            sorted.Add(node);
            foreach (var user in users.GetValueOrDefault(node) ?? [])
                if (--missing[user] == 0)
                    ready.Enqueue(user, ranked[user]);
        }

        return sorted;
    }
}

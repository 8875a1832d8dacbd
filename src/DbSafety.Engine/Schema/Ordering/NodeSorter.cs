namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Sorts nodes so that each comes after what it needs; where that leaves a choice, by kind, schema and name.</summary>
internal static class NodeSorter
{
    public static IReadOnlyList<SchemaNode> Sort(DependencyGraph graph)
    {
        var count = graph.Nodes.Count;
        var ranks = Rank(graph);
        var missing = new int[count];
        var users = new List<int>?[count];
        var ready = new PriorityQueue<int, int>();
        for (var node = 0; node < count; node++)
        {
            var needs = graph.Needs(node);
            missing[node] = needs.Length;
            if (needs.Length == 0)
                ready.Enqueue(node, ranks[node]);
            foreach (var needed in needs)
                (users[needed] ??= []).Add(node);
        }

        var sorted = new List<SchemaNode>(count);
        while (ready.TryDequeue(out var node, out _))
        {
            sorted.Add(graph.Nodes[node]);
            foreach (var user in users[node] ?? [])
                if (--missing[user] == 0)
                    ready.Enqueue(user, ranks[user]);
        }

        return sorted;
    }

    /// <summary>The place of each node among all if none needed another.</summary>
    private static int[] Rank(DependencyGraph graph)
    {
        var keyed = graph.Nodes.Select(node => (Node: node, Priority: ((int)node.Section * 10_000) + ObjectPriority.Of(node))).ToArray();
        Array.Sort(keyed, static (left, right) =>
        {
            var order = left.Priority.CompareTo(right.Priority);
            if (order == 0)
                order = left.Node.IsLate.CompareTo(right.Node.IsLate);
            if (order == 0)
                order = string.CompareOrdinal(left.Node.Schema, right.Node.Schema);
            return order != 0 ? order : string.CompareOrdinal(left.Node.Identity, right.Node.Identity);
        });
        var ranks = new int[keyed.Length];
        for (var rank = 0; rank < keyed.Length; rank++)
            ranks[keyed[rank].Node.Number] = rank;
        return ranks;
    }
}

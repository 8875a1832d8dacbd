namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Nodes by number, and the numbers of what each needs. Arrays, because a database may have hundreds of thousands.</summary>
internal sealed class DependencyGraph
{
    private readonly SchemaNode[] _nodes;
    private readonly int[][] _needs;

    public DependencyGraph(SchemaNodes nodes)
    {
        _nodes = [.. nodes.All];
        for (var i = 0; i < _nodes.Length; i++)
            _nodes[i].Number = i;
        _needs = new int[_nodes.Length][];
        var found = new HashSet<int>();
        foreach (var node in _nodes)
        {
            found.Clear();
            Collect(nodes, node, node.Needs, found);
            foreach (var part in node.Parts)
                if (!part.IsApart)
                    Collect(nodes, node, part.Needs, found);
            _needs[node.Number] = found.Count == 0 ? [] : [.. found];
        }
    }

    public IReadOnlyList<SchemaNode> Nodes => _nodes;

    public int[] Needs(int node) => _needs[node];

    public IEnumerable<SchemaNode> Needs(SchemaNode node) => _needs[node.Number].Select(needed => _nodes[needed]);

    /// <summary>The addresses of what a node needs.</summary>
    public ObjectKey[] KeysOfNeeds(SchemaNode node)
    {
        var needs = _needs[node.Number];
        var keys = needs.Length == 0 ? [] : new ObjectKey[needs.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = _nodes[needs[i]].Key;
        return keys;
    }

    /// <summary>Takes what cannot be satisfied out of the graph.</summary>
    public void Remove(SchemaNode node, SchemaNode needed) =>
        _needs[node.Number] = [.. _needs[node.Number].Where(number => number != needed.Number)];

    private static void Collect(SchemaNodes nodes, SchemaNode node, in Few<ObjectKey> keys, HashSet<int> found)
    {
        for (var i = 0; i < keys.Count; i++)
            if (nodes.Resolve(keys[i]) is { } needed && needed != node)
                found.Add(needed.Number);
    }
}

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>Nodes and what each needs, as nodes.</summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<SchemaNode, HashSet<SchemaNode>> _needs;

    public DependencyGraph(SchemaNodes nodes)
    {
        _needs = new Dictionary<SchemaNode, HashSet<SchemaNode>>(nodes.All.Count());
        foreach (var node in nodes.All)
        {
            var needs = new HashSet<SchemaNode>();
            foreach (var key in node.Needs.Concat(node.Parts.Where(part => !part.IsApart).SelectMany(part => part.Needs)))
                if (nodes.Resolve(key) is { } needed && needed != node)
                    needs.Add(needed);
            _needs.Add(node, needs);
        }
    }

    public IEnumerable<SchemaNode> Nodes => _needs.Keys;

    public IReadOnlyCollection<SchemaNode> Needs(SchemaNode node) => _needs[node];

    /// <summary>Takes what cannot be satisfied out of the graph.</summary>
    public void Remove(SchemaNode node, SchemaNode needed) => _needs[node].Remove(needed);
}

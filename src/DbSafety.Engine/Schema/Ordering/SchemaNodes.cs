using DbSafety.Engine.Schema.Reading;

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>All nodes by their addresses, with the addresses that stand for them.</summary>
internal sealed class SchemaNodes
{
    private readonly Dictionary<ObjectKey, SchemaNode> _nodes = [];
    private readonly Dictionary<ObjectKey, (SchemaNode Node, NodePart Part)> _parts = [];
    private readonly Dictionary<ObjectKey, string> _targets = [];
    private readonly Dictionary<ObjectKey, ObjectKey> _wholes = [];

    public IEnumerable<SchemaNode> All => _nodes.Values;

    public SchemaNode Add(SchemaNode node)
    {
        _nodes.Add(node.Key, node);
        return node;
    }

    public void AddPart(SchemaNode node, NodePart part, string? target)
    {
        node.Parts.Add(part);
        _parts[part.Key] = (node, part);
        if (target is not null)
            _targets[part.Key] = target;
    }

    /// <summary>An address of something that is made with another thing, and how COMMENT ON calls it.</summary>
    public void AddAlias(ObjectKey alias, ObjectKey whole, string? target = null)
    {
        _wholes[alias] = whole;
        if (target is not null)
            _targets[alias] = target;
    }

    public SchemaNode? Find(ObjectKey key) => _nodes.GetValueOrDefault(key);

    public (SchemaNode Node, NodePart Part)? FindPart(ObjectKey key) => _parts.TryGetValue(key, out var found) ? found : null;

    /// <summary>The node that makes the thing at this address, found through what it is an inner part of; null for what is not read.</summary>
    public SchemaNode? Resolve(ObjectKey key)
    {
        for (var step = 0; step < 10; step++)
        {
            if (_nodes.TryGetValue(key, out var node))
                return node;
            if (_parts.TryGetValue(key, out var part))
                return part.Node;
            if (!_wholes.TryGetValue(key, out key))
                return null;
        }

        return null;
    }

    /// <summary>How COMMENT ON calls the thing at this address, with the list that its notes go to; null for what is not read.</summary>
    public (string Target, List<string> Notes)? FindTarget(ObjectKey key)
    {
        if (_nodes.TryGetValue(key, out var node))
            return (node.Target, node.Notes);
        if (!_targets.TryGetValue(key, out var target))
            return null;
        if (_parts.TryGetValue(key, out var part))
            return (target, part.Part.Notes);
        return Resolve(key) is { } whole ? (target, whole.Notes) : null;
    }

    /// <summary>The address of a relation.</summary>
    public static ObjectKey Relation(uint oid) => new(CatalogOid.Relation, oid);
}

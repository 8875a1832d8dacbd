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

    /// <summary>How COMMENT ON calls the thing at this address; null for what is not read.</summary>
    public string? FindTarget(ObjectKey key) => _nodes.TryGetValue(key, out var node) ? node.Target : _targets.GetValueOrDefault(key);

    /// <summary>Adds a note on the thing at this address, for which there is a target.</summary>
    public void AddNote(ObjectKey key, string note)
    {
        if (!_nodes.ContainsKey(key) && _parts.TryGetValue(key, out var part))
            part.Part.Notes.Add(note);
        else
            Resolve(key)?.Notes.Add(note);
    }

    /// <summary>The address of a relation.</summary>
    public static ObjectKey Relation(uint oid) => new(CatalogOid.Relation, oid);
}

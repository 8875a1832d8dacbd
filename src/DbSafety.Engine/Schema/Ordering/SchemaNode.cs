namespace DbSafety.Engine.Schema.Ordering;

/// <summary>An object while the schema is put together: what it is written with may still move.</summary>
internal sealed class SchemaNode
{
    public required ObjectKey Key { get; init; }

    public required SchemaObjectKind Kind { get; init; }

    public string? Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>How COMMENT ON and its like call it: <c>TABLE farm.products</c>.</summary>
    public required string Target { get; init; }

    public required string Identity { get; init; }

    public SchemaSection Section { get; set; }

    public List<string> Statements { get; init; } = [];

    /// <summary>Comments, security labels and ties to extensions.</summary>
    public List<string> Notes { get; } = [];

    public List<string> Owner { get; } = [];

    public List<string> Grants { get; } = [];

    /// <summary>Addresses of what it needs, as <c>pg_depend</c> gives them; resolved to nodes when all are read. The same may stand twice.</summary>
    public List<ObjectKey> Needs { get; } = [];

    /// <summary>Later than others of its kind where the dependencies leave it open.</summary>
    public bool IsLate { get; init; }

    public ObjectKey? OwningTable { get; init; }

    public ObjectKey? PartOf { get; init; }

    /// <summary>Clauses that can be written apart from it when it and they need each other.</summary>
    public List<NodePart> Parts { get; } = [];

    /// <summary>Writes the statements where they depend on what is written apart; given true, writes all of it in one.</summary>
    public Func<bool, IReadOnlyList<string>>? Compose { get; init; }

    /// <summary>Writes a first form, for others to refer to, of what can have one; null where it cannot.</summary>
    public Func<IReadOnlyList<string>>? Shell { get; init; }

    /// <summary>The first form is written apart.</summary>
    public SchemaNode? ShellNode { get; set; }

    /// <summary>What its fingerprint covers beyond its statements: statements of what is always written apart, and comments.</summary>
    public List<string> Facts { get; } = [];

    /// <summary>False for what every new database has, and for what the server gives by itself.</summary>
    public bool InFingerprint { get; set; } = true;

    /// <summary>Its place in the <see cref="DependencyGraph"/>.</summary>
    public int Number { get; set; }

    public override string ToString() => Identity;
}

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>An object while the schema is put together: what it is written with may still move.</summary>
internal sealed class SchemaNode
{
    private readonly string? _target;
    private Few<string> _statements;
    private Few<string> _notes;
    private Few<string> _owner;
    private Few<string> _grants;
    private Few<string> _facts;
    private Few<ObjectKey> _needs;
    private Few<NodePart> _parts;

    public required ObjectKey Key { get; init; }

    public required SchemaObjectKind Kind { get; init; }

    public string? Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>What the object is called in statements, such as <c>ACCESS METHOD</c>, where the identity begins with the same in small letters.</summary>
    public string? Words { get; init; }

    /// <summary>How COMMENT ON and its like call it: <c>TABLE farm.products</c>.</summary>
    public string Target
    {
        get => _target ?? Words + Identity[(Words ?? "").Length..];
        init => _target = value;
    }

    public required string Identity { get; init; }

    public SchemaSection Section { get; set; }

    public ref Few<string> Statements => ref _statements;

    /// <summary>The first of its statements.</summary>
    public IEnumerable<string> Beginning
    {
        init => _statements.AddRange(value);
    }

    /// <summary>Comments, security labels and ties to extensions.</summary>
    public ref Few<string> Notes => ref _notes;

    public ref Few<string> Owner => ref _owner;

    public ref Few<string> Grants => ref _grants;

    /// <summary>Addresses of what it needs, as <c>pg_depend</c> gives them; resolved to nodes when all are read. The same may stand twice.</summary>
    public ref Few<ObjectKey> Needs => ref _needs;

    /// <summary>Later than others of its kind where the dependencies leave it open.</summary>
    public bool IsLate { get; init; }

    public ObjectKey? OwningTable { get; init; }

    public ObjectKey? PartOf { get; init; }

    /// <summary>Clauses that can be written apart from it when it and they need each other.</summary>
    public ref Few<NodePart> Parts => ref _parts;

    /// <summary>Writes the statements where they depend on what is written apart; given true, writes all of it in one.</summary>
    public Func<bool, IReadOnlyList<string>>? Compose { get; set; }

    /// <summary>Writes a first form, for others to refer to, of what can have one; null where it cannot.</summary>
    public Func<IReadOnlyList<string>>? Shell { get; set; }

    /// <summary>The first form is written apart.</summary>
    public SchemaNode? ShellNode { get; set; }

    /// <summary>What its fingerprint covers beyond its statements: statements of what is always written apart, and comments.</summary>
    public ref Few<string> Facts => ref _facts;

    /// <summary>False for what every new database has, and for what the server gives by itself.</summary>
    public bool InFingerprint { get; set; } = true;

    /// <summary>Its place in the <see cref="DependencyGraph"/>.</summary>
    public int Number { get; set; }

    /// <summary>Lets go of all that its object was made of.</summary>
    public void Release()
    {
        (Compose, Shell, ShellNode) = (null, null, null);
        (_statements, _notes, _owner, _grants, _facts, _needs, _parts) = (default, default, default, default, default, default, default);
    }

    public override string ToString() => Identity;
}

namespace DbSafety.Engine.Schema;

/// <summary>One object of a database's schema, with the statements that make it again.</summary>
public sealed record SchemaObject
{
    /// <summary>Its address in the database that it was read from.</summary>
    public required ObjectKey Key { get; init; }

    public required SchemaObjectKind Kind { get; init; }

    /// <summary>The schema that holds it; null for what lives in no schema.</summary>
    public string? Schema { get; init; }

    /// <summary>Its name, not quoted. For what lives on a table, the name on that table.</summary>
    public required string Name { get; init; }

    /// <summary>Kind and quoted name, unique in its database and the same in every copy of it: <c>index farm.orders_pkey</c>.</summary>
    public required string Identity { get; init; }

    public required SchemaSection Section { get; init; }

    /// <summary>What makes it, in order, without semicolons at the end: definition, comments, security labels.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>What gives it to its owner; needs that role on the server.</summary>
    public IReadOnlyList<string> OwnerStatements { get; init; } = [];

    /// <summary>Its privileges. Run them last: an owner that revoked its own privileges could not do the rest.</summary>
    public IReadOnlyList<string> GrantStatements { get; init; } = [];

    /// <summary>Owner and privileges.</summary>
    public IReadOnlyList<string> OwnershipStatements => [.. OwnerStatements, .. GrantStatements];

    /// <summary>The objects that must be there before it; those that the server brings along are not listed.</summary>
    public IReadOnlyList<ObjectKey> DependsOn { get; init; } = [];

    /// <summary>The table that it lives on; null for a table itself and for what lives on none.</summary>
    public ObjectKey? OwningTable { get; init; }

    /// <summary>
    /// The object that this is a part of, written apart because it would otherwise need what needs it: a column default that calls
    /// the table's own sequence, a shell type, the first form of a view in a circle. Parts have no fingerprint: the whole has it.
    /// </summary>
    public ObjectKey? PartOf { get; init; }

    /// <summary>
    /// The canonical form that the fingerprint is made of: the object as a whole, as statements, with what is written apart of it, its
    /// notes, its owner and its privileges; empty where there is no fingerprint. To be compared and read: the order in which a
    /// script needs them is that of <see cref="Statements"/>.
    /// </summary>
    public IReadOnlyList<string> Definition { get; init; } = [];

    /// <summary>SHA-256 (lower-case hexadecimal) over identity and definition; empty for a part and for what every new database has.</summary>
    public required string Fingerprint { get; init; }
}

namespace DbSafety.Engine.Schema.Ordering;

/// <summary>A clause of an object: a column default or a check constraint.</summary>
internal sealed class NodePart
{
    private Few<ObjectKey> _needs;
    private Few<string> _notes;

    public required ObjectKey Key { get; init; }

    public required SchemaObjectKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The clause as it stands within the object's statement.</summary>
    public required string Clause { get; init; }

    /// <summary>The statement that adds it later; null where the clause can only stand within.</summary>
    public string? Statement { get; init; }

    /// <summary>It is written apart.</summary>
    public bool IsApart { get; set; }

    /// <summary>When it is made, if it is written apart.</summary>
    public SchemaSection Section { get; init; }

    public ref Few<ObjectKey> Needs => ref _needs;

    public ref Few<string> Notes => ref _notes;
}

namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>What the target's catalog and statistics say of a table or materialized view.</summary>
/// <param name="Oid">Its oid.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">pg_class.relkind.</param>
internal sealed record TableFacts(uint Oid, string Schema, string Name, char Kind)
{
    /// <summary>The estimated rows, those of its partitions included; null where it was never analyzed.</summary>
    public long? Rows { get; init; }

    /// <summary>The bytes of its heap and TOAST, those of its partitions included.</summary>
    public long Bytes { get; init; }

    /// <summary>The bytes of its indexes.</summary>
    public long IndexBytes { get; init; }

    public IReadOnlyList<ColumnFacts> Columns { get; init; } = [];

    public IReadOnlyList<ConstraintFacts> Constraints { get; init; } = [];

    public IReadOnlyList<IndexFacts> Indexes { get; init; } = [];

    /// <summary>Tables with a foreign key to it.</summary>
    public IReadOnlyList<string> ReferencedBy { get; init; } = [];
}

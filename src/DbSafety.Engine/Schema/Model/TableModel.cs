using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Model;

/// <summary>A table, with what others need to know of it to move its rows.</summary>
public sealed record TableModel
{
    /// <summary>Its address; <see cref="SchemaObject.Key"/> of its definition.</summary>
    public required ObjectKey Address { get; init; }

    /// <summary>Its OID in this database.</summary>
    public uint Oid => Address.Oid;

    public required string Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>Schema and name, quoted where they need it.</summary>
    public string QualifiedName => Identifier.Quote(Schema, Name);

    public required TableKind Kind { get; init; }

    public required string Owner { get; init; }

    /// <summary>The columns in their order, without dropped ones.</summary>
    public required IReadOnlyList<ColumnModel> Columns { get; init; }

    /// <summary>The primary key, else a unique key (not partial, not deferrable, no expression) over columns that cannot be null.</summary>
    public KeyModel? Key { get; init; }

    public IReadOnlyList<ForeignKeyModel> ForeignKeys { get; init; } = [];

    /// <summary>Foreign keys that point here, those of this table itself among them.</summary>
    public IReadOnlyList<ForeignKeyModel> IncomingForeignKeys { get; init; } = [];

    /// <summary>The partitioned table that this is a partition of.</summary>
    public TableReference? PartitionParent { get; init; }

    /// <summary>Its direct partitions.</summary>
    public IReadOnlyList<TableReference> Partitions { get; init; } = [];

    /// <summary>The tables that it inherits from, in order; not for partitions.</summary>
    public IReadOnlyList<TableReference> InheritsFrom { get; init; } = [];

    /// <summary>The tables that inherit from it directly; not partitions. COPY of this table does not hold their rows.</summary>
    public IReadOnlyList<TableReference> InheritedBy { get; init; } = [];

    public IReadOnlyList<SequenceModel> OwnedSequences { get; init; } = [];

    /// <summary>Rows as the last ANALYZE saw them; -1 where it was never analyzed.</summary>
    public long EstimatedRows { get; init; }

    /// <summary>Bytes of the table with its TOAST table, without indexes, as the last VACUUM or ANALYZE saw them.</summary>
    public long Bytes { get; init; }

    public bool IsUnlogged { get; init; }

    public bool RowSecurity { get; init; }

    /// <summary>Policies bind the table's owner too.</summary>
    public bool ForceRowSecurity { get; init; }

    /// <summary>Names another part of the schema by this table.</summary>
    public TableReference Reference => new(Oid, Schema, Name);
}

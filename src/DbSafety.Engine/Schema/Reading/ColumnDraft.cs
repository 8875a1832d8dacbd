using DbSafety.Engine.Schema.Ordering;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>A column while its relation is put together.</summary>
internal sealed class ColumnDraft
{
    public required short Number { get; init; }
    public required string Name { get; init; }
    public required string TypeName { get; init; }
    public required uint TypeOid { get; init; }
    public required bool NotNull { get; init; }
    public required char Identity { get; init; }
    public required char Generated { get; init; }
    public required bool IsLocal { get; init; }
    public string? Collation { get; init; }

    /// <summary>The storage strategy where it is not the type's own.</summary>
    public char? Storage { get; init; }
    public char Compression { get; init; }
    public int StatisticsTarget { get; init; }
    public string[]? Options { get; init; }
    public string[]? ForeignOptions { get; init; }

    public string? Default { get; set; }
    public NodePart? DefaultPart { get; set; }

    /// <summary>From version 18 on, its NOT NULL is a constraint with a name.</summary>
    public NotNullDraft? NotNullConstraint { get; set; }
}

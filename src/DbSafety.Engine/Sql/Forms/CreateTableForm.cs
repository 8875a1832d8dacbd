using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

internal sealed record CreateTableForm(QualifiedName Name) : StatementForm
{
    public bool IfNotExists { get; init; }

    public bool Temporary { get; init; }

    /// <summary>It has PARTITION BY.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>The table that it becomes a partition of.</summary>
    public QualifiedName? PartitionOf { get; init; }

    /// <summary>Its columns come from elsewhere: LIKE, INHERITS, OF, PARTITION OF, AS.</summary>
    public bool HasOtherColumns { get; init; }

    public bool IsForeign { get; init; }

    public IReadOnlyList<ColumnForm> Columns { get; init; } = [];

    public IReadOnlyList<ConstraintForm> Constraints { get; init; } = [];
}

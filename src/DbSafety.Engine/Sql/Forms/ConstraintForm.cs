using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>A constraint's definition, of a table or of a column.</summary>
internal sealed record ConstraintForm(ConstraintKind Kind)
{
    /// <summary>The name that the statement gives it; null where PostgreSQL makes one.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    public bool NotValid { get; init; }

    /// <summary>The index of UNIQUE or PRIMARY KEY USING INDEX.</summary>
    public string? UsingIndex { get; init; }

    /// <summary>The table that a foreign key points at.</summary>
    public QualifiedName? References { get; init; }

    public IReadOnlyList<string> ReferencedColumns { get; init; } = [];

    /// <summary>The expression of a CHECK.</summary>
    public string? Expression { get; init; }

    /// <summary>The definition as written, without its name.</summary>
    public string Text { get; init; } = "";
}

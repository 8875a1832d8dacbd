using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>One subcommand of ALTER TABLE.</summary>
internal sealed record AlterAction(AlterActionKind Kind)
{
    /// <summary>The column, constraint, trigger or index that it is about.</summary>
    public string? Name { get; init; }

    /// <summary>The new name of a rename.</summary>
    public string? NewName { get; init; }

    public ColumnForm? Column { get; init; }

    public ConstraintForm? Constraint { get; init; }

    /// <summary>The new type.</summary>
    public TypeForm? Type { get; init; }

    /// <summary>The expression of USING, or of SET DEFAULT.</summary>
    public string? Expression { get; init; }

    /// <summary>The partition, the parent, or the new schema.</summary>
    public QualifiedName? Other { get; init; }

    public bool Concurrently { get; init; }

    /// <summary>IF EXISTS or IF NOT EXISTS.</summary>
    public bool IfExists { get; init; }

    public bool Cascade { get; init; }

    /// <summary>The subcommand as written.</summary>
    public string Text { get; init; } = "";
}

using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>CREATE TYPE, CREATE DOMAIN, ALTER TYPE and ALTER DOMAIN.</summary>
internal sealed record TypeStatementForm(TypeStatementKind Kind, QualifiedName Name) : StatementForm
{
    /// <summary>The enum value that is added or renamed, or the domain's constraint.</summary>
    public string? Label { get; init; }

    public string? NewLabel { get; init; }

    /// <summary>ADD VALUE says BEFORE or AFTER which one it comes.</summary>
    public bool HasPlace { get; init; }

    /// <summary>The domain's new constraint is NOT VALID.</summary>
    public bool NotValid { get; init; }

    /// <summary>The domain's base type, or the constraint's text.</summary>
    public string? Text { get; init; }
}

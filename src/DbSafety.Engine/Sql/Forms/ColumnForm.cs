namespace DbSafety.Engine.Sql.Forms;

/// <summary>A column's definition.</summary>
/// <param name="Name">As the catalog will have it.</param>
/// <param name="Type">Its type.</param>
internal sealed record ColumnForm(string Name, TypeForm Type)
{
    public bool NotNull { get; init; }

    /// <summary>The default's expression as written; null where there is none, or where it is NULL.</summary>
    public string? Default { get; init; }

    /// <summary>The expression of GENERATED ALWAYS AS (…), else null.</summary>
    public string? Generated { get; init; }

    /// <summary>The generated column is VIRTUAL (18 and later, where that is also the default).</summary>
    public bool? IsVirtual { get; init; }

    public bool IsIdentity { get; init; }

    /// <summary>Its constraints other than NOT NULL.</summary>
    public IReadOnlyList<ConstraintForm> Constraints { get; init; } = [];
}

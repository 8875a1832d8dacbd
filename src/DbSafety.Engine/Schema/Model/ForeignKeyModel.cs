namespace DbSafety.Engine.Schema.Model;

/// <summary>A foreign key.</summary>
public sealed record ForeignKeyModel
{
    public required ObjectKey Key { get; init; }

    public required string Name { get; init; }

    /// <summary>The table that has the constraint.</summary>
    public required TableReference Table { get; init; }

    /// <summary>Its columns' names, not quoted.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The table that the constraint points to.</summary>
    public required TableReference Referenced { get; init; }

    /// <summary>The referenced columns' names, in the order of <see cref="Columns"/>.</summary>
    public required IReadOnlyList<string> ReferencedColumns { get; init; }

    /// <summary>As <c>pg_get_constraintdef</c> writes it.</summary>
    public required string Definition { get; init; }

    public required ForeignKeyAction OnDelete { get; init; }

    public required ForeignKeyAction OnUpdate { get; init; }

    /// <summary>It can be checked at the end of the transaction.</summary>
    public required bool IsDeferrable { get; init; }

    /// <summary>All rows have been checked (it is not NOT VALID).</summary>
    public required bool IsValidated { get; init; }
}

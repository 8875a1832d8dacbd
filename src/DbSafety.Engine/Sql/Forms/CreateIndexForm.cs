using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>CREATE INDEX.</summary>
/// <param name="Index">Its name; null where PostgreSQL makes one.</param>
/// <param name="Table">Its table.</param>
internal sealed record CreateIndexForm(string? Index, QualifiedName Table) : StatementForm
{
    public bool Unique { get; init; }

    public bool Concurrently { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>ON ONLY: partitions get none.</summary>
    public bool Only { get; init; }

    /// <summary>btree where the statement names none.</summary>
    public string Method { get; init; } = "btree";

    /// <summary>The key columns by name; an expression is an empty text.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>It has a WHERE.</summary>
    public bool Partial { get; init; }

    /// <summary>All after the table's name, as written.</summary>
    public string Definition { get; init; } = "";
}

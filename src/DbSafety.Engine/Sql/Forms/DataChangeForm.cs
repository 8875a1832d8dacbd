using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>A plain INSERT, UPDATE or DELETE.</summary>
internal sealed record DataChangeForm(string Command, QualifiedName Table) : StatementForm
{
    public bool HasWhere { get; init; }

    /// <summary>What stands after WHERE, as written.</summary>
    public string? Condition { get; init; }

    /// <summary>The columns that UPDATE sets, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The table has another name in the statement, or others are joined to it.</summary>
    public bool JoinsOthers { get; init; }

    /// <summary>The text between SET and FROM, WHERE or RETURNING.</summary>
    public string? Assignments { get; init; }
}

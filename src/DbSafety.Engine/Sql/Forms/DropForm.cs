using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>DROP of anything that has a name of its own.</summary>
/// <param name="Kind">The kind in the words of the command tag: <c>TABLE</c>, <c>INDEX</c>, <c>MATERIALIZED VIEW</c>.</param>
/// <param name="Names">What is dropped.</param>
internal sealed record DropForm(string Kind, IReadOnlyList<QualifiedName> Names) : StatementForm
{
    public bool Concurrently { get; init; }

    public bool IfExists { get; init; }

    public bool Cascade { get; init; }

    /// <summary>The table of a trigger, rule or policy.</summary>
    public QualifiedName? Table { get; init; }
}

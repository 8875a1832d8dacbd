using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Sql.Forms;

/// <summary>ALTER TABLE, and ALTER of a view, index or sequence in the forms that they share with it.</summary>
/// <param name="Table">What is altered.</param>
/// <param name="Kind">Which kind of relation the statement says it is.</param>
/// <param name="Actions">Its subcommands in order.</param>
internal sealed record AlterTableForm(QualifiedName Table, AffectedKind Kind, IReadOnlyList<AlterAction> Actions) : StatementForm
{
    public bool IfExists { get; init; }

    public bool Only { get; init; }
}

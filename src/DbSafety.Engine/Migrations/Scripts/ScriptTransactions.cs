using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>
/// The transactions that a script asks for by pairs of BEGIN and COMMIT. The runner makes transactions anyway: the pairs are left out,
/// and each COMMIT ends a step. What stands before a BEGIN is in its transaction, as with drivers that send the file as a whole.
/// A script may part its runner's own transaction, too: COMMIT first, and at the end a BEGIN, whose COMMIT is the runner's. A COMMIT at the
/// very end ends what the runner ends anyway.
/// </summary>
internal sealed partial class ScriptTransactions
{
    private readonly HashSet<SqlStatement> _inside = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SqlStatement> _last = new(ReferenceEqualityComparer.Instance);

    private ScriptTransactions(IReadOnlyList<SqlStatement> statements) => Statements = statements;

    /// <summary>Those that are run. Where not every BEGIN has its COMMIT, or other transaction control is there, it is among them, to be refused.</summary>
    public IReadOnlyList<SqlStatement> Statements { get; }

    /// <summary>The script has written a BEGIN before and a COMMIT after it.</summary>
    public bool IsInside(SqlStatement statement) => _inside.Contains(statement);

    /// <summary>The script has written a COMMIT after it.</summary>
    public bool IsLast(SqlStatement statement) => _last.Contains(statement);

    public static ScriptTransactions Read(IReadOnlyList<SqlStatement> statements)
    {
        var run = new List<SqlStatement>();
        var found = new ScriptTransactions(run);
        var partsOuter = statements.FirstOrDefault(statement => statement.Facts.IsTransactionControl) is { } first && Closing().IsMatch(first.Text);
        var isOpen = partsOuter;
        foreach (var statement in statements)
        {
            if (!statement.Facts.IsTransactionControl)
            {
                run.Add(statement);
                if (isOpen)
                    found._inside.Add(statement);
            }
            else if (!(isOpen ? Closing() : Opening()).IsMatch(statement.Text))
            {
                return new ScriptTransactions(statements);
            }
            else
            {
                isOpen = !isOpen;
                if (!isOpen && run.Count > 0)
                    found._last.Add(run[^1]);
            }
        }

        var endsOuter = partsOuter && !isOpen && statements[^1].Facts.IsTransactionControl;
        return isOpen != partsOuter && !endsOuter ? new ScriptTransactions(statements) : found;
    }

    [GeneratedRegex(@"^\s*(BEGIN(\s+(WORK|TRANSACTION))?|START\s+TRANSACTION)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\s*(COMMIT|END)(\s+(WORK|TRANSACTION))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();
}

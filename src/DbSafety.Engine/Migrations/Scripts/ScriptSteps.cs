using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>Divides statements into steps, always in the order of the source: nothing is moved (research I19).</summary>
internal static class ScriptSteps
{
    // A script without a statement is still a step that is journalled; PostgreSQL takes a SELECT of nothing.
    private const string Nothing = "SELECT";

    public static IReadOnlyList<ScriptStep> Divide(ScriptTransactions transactions, bool noTransaction, IReadOnlyDictionary<SqlStatement, BatchForm>? batches = null)
    {
        var statements = transactions.Statements;
        var steps = new List<ScriptStep>();
        var open = new List<SqlStatement>();

        void Close()
        {
            if (open.Count > 0)
                steps.Add(new ScriptStep(steps.Count + 1, [.. open], InTransaction: true));
            open.Clear();
        }

        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            if (batches?.GetValueOrDefault(statement) is { } batch)
            {
                Close();
                steps.Add(new ScriptStep(steps.Count + 1, [statement], InTransaction: true) { Batch = batch });
                continue;
            }

            if ((noTransaction && !transactions.IsInside(statement)) || statement.Facts.RunsOutsideTransaction)
            {
                Close();
                steps.Add(new ScriptStep(steps.Count + 1, [statement], InTransaction: !CommitsByItself(statement)));
                continue;
            }

            open.Add(statement);
            if (transactions.IsLast(statement) || EndsTransaction(statement, open, statements.Skip(i + 1)))
                Close();
        }

        Close();
        return steps.Count > 0 ? steps : [new ScriptStep(1, SqlScript.Parse(Nothing, null).Statements, InTransaction: true)];
    }

    // Any other statement of a script without transactions is one of its own anyway; with its journal row in it, no crash can part the two.
    private static bool CommitsByItself(SqlStatement statement) => statement.Facts.RunsOutsideTransaction || statement.Facts.Tag is "DO" or "CALL";

    // A value that ALTER TYPE … ADD VALUE adds may be used only after a commit, unless its type was made in the same transaction.
    private static bool EndsTransaction(SqlStatement statement, List<SqlStatement> open, IEnumerable<SqlStatement> rest) =>
        statement.Facts.AddsEnumValue is { } added
        && !open.Any(earlier => earlier.Facts.Tag == "CREATE TYPE" && earlier.Facts.Affects.Any(made => made.Name == added.Type))
        && rest.Any(later => later.Text.Contains(added.Label.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal));
}

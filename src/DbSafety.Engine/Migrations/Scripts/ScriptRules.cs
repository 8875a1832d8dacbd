using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What a script may not hold, since the runner's own transaction, lock or connection would not survive it.</summary>
internal static partial class ScriptRules
{
    /// <summary>
    /// A script whose first statement is its only BEGIN and whose last is its only COMMIT asks for the transaction that the runner
    /// makes anyway: both are left out.
    /// </summary>
    public static IReadOnlyList<SqlStatement> WithoutOuterTransaction(IReadOnlyList<SqlStatement> statements)
    {
        if (statements.Count < 2 || statements.Count(statement => statement.Facts.IsTransactionControl) != 2)
            return statements;
        return Opening().IsMatch(statements[0].Text) && Closing().IsMatch(statements[^1].Text) ? [.. statements.Skip(1).SkipLast(1)] : statements;
    }

    public static void Check(IReadOnlyList<SqlStatement> statements, string path, ICollection<ScriptProblem> problems)
    {
        foreach (var statement in statements)
        {
            if (Refusal(statement) is { } reason)
                problems.Add(new ScriptProblem(path, statement.Line, statement.Column, reason.Message, reason.Id));
        }
    }

    private static (string Id, string Message)? Refusal(SqlStatement statement) => statement switch
    {
        { Facts.IsTransactionControl: true } => ("TransactionControlRefused",
            $"{statement.Facts.Tag} would end or nest the transaction in which the script runs. Leave it out; a pair of BEGIN and COMMIT around the whole script is fine."),
        { Facts.Class: StatementClass.Copy, CopyData: null } when ToStandardOutput().IsMatch(statement.Text) => ("CopyOutRefused",
            "COPY … TO STDOUT has nowhere to write to in a migration."),
        { Facts.Tag: "DROP DATABASE" or "ALTER SYSTEM" } => ("StatementRefused", $"{statement.Facts.Tag} cannot be taken back and does not belong into a migration."),
        _ => null,
    };

    [GeneratedRegex(@"^\s*(BEGIN(\s+(WORK|TRANSACTION))?|START\s+TRANSACTION)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\s*(COMMIT|END)(\s+(WORK|TRANSACTION))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(@"\bTO\s+STDOUT\b", RegexOptions.IgnoreCase)]
    private static partial Regex ToStandardOutput();
}

using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What a script may not hold, since the runner's own transaction, lock or connection would not survive it.</summary>
internal static partial class ScriptRules
{
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
            $"{statement.Facts.Tag} would end or nest the transaction in which the script runs. Leave it out; pairs of BEGIN and COMMIT are fine, each is a transaction of its own."),
        { Facts.Class: StatementClass.Copy, CopyData: null } when ToStandardOutput().IsMatch(statement.Text) => ("CopyOutRefused",
            "COPY … TO STDOUT has nowhere to write to in a migration."),
        { Facts.Tag: "DROP DATABASE" or "ALTER SYSTEM" } => ("StatementRefused", $"{statement.Facts.Tag} cannot be taken back and does not belong into a migration."),
        _ => null,
    };

    [GeneratedRegex(@"\bTO\s+STDOUT\b", RegexOptions.IgnoreCase)]
    private static partial Regex ToStandardOutput();
}

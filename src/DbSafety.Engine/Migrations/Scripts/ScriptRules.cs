using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What a script may not hold, since the runner's own transaction, lock or connection would not survive it.</summary>
internal static partial class ScriptRules
{
    public static void Check(IReadOnlyList<SqlStatement> statements, string path, ICollection<ScriptProblem> problems)
    {
        // One word of it is enough: nothing in such a file is what will be run.
        if (statements.FirstOrDefault(IsTemplate) is { } template)
        {
            problems.Add(new ScriptProblem(path, template.Line, template.Column, "The file is a template, with places in braces that its tool fills in before it is run; only plain SQL can be run here.",
                "TemplateRefused", "Let the tool write the SQL out, then point at what it has written."));
            return;
        }

        foreach (var statement in statements)
        {
            if (Refusal(statement) is { } reason)
                problems.Add(new ScriptProblem(path, statement.Line, statement.Column, reason.Message, reason.Id));
        }
    }

    // Braces mean nothing in SQL outside texts and comments.
    private static bool IsTemplate(SqlStatement statement) =>
        statement.Text.Contains("{{", StringComparison.Ordinal) && FormReader.Tokens(statement.Text).Any(token => token.In(statement.Text) is ['{', ..]);

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

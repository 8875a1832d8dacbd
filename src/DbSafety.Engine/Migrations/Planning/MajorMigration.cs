using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>
/// What counts as a major migration: one that removes, renames, rewrites or changes rows of what existed before it, one that nothing
/// can take back, or one whose author says so in its header.
/// </summary>
internal static partial class MajorMigration
{
    public static IReadOnlyList<string> Reasons(PlannedMigration migration)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var reasons = new List<string>();
        if (migration.Up.Header.IsMajor)
            reasons.Add("its header calls it major");
        if (migration.Irreversible is not null)
            reasons.Add("it is irreversible");
        foreach (var statement in migration.Up.Statements)
        {
            if (Reason(statement, made) is { } reason)
                reasons.Add($"{reason} (line {statement.Line})");
            made.UnionWith(statement.Facts.Affects.Where(item => item.Effect == StatementEffect.Created).Select(item => item.Name));
        }

        return reasons;
    }

    // What the script itself has made is new: nobody uses it yet.
    private static string? Reason(SqlStatement statement, HashSet<string> made)
    {
        var facts = statement.Facts;
        if (!facts.Affects.Any(item => item.Changes && item.Effect != StatementEffect.Created && !made.Contains(item.Name)))
            return null;
        return facts switch
        {
            { Tag: "DROP TABLE" or "DROP SCHEMA" or "DROP TYPE" or "DROP DOMAIN" or "DROP EXTENSION" or "DROP SEQUENCE" } => facts.Tag,
            { Tag: "TRUNCATE TABLE" or "TRUNCATE" } => "TRUNCATE",
            { Tag: "DELETE" or "UPDATE" or "MERGE" } => $"{facts.Tag} of existing rows",
            { Tag: "ALTER TABLE" } => AlterTable(statement.Text),
            { Tag: "CLUSTER" } => facts.Tag,
            { Tag: "VACUUM" } when Full().IsMatch(statement.Text) => "VACUUM FULL",
            { Cascades: true, Class: StatementClass.Ddl } => $"{facts.Tag} … CASCADE",
            _ => null,
        };
    }

    private static string? AlterTable(string text) =>
        DropColumn().IsMatch(text) ? "a column is dropped"
        : ChangeType().IsMatch(text) ? "a column's type changes"
        : Rename().IsMatch(text) ? "something is renamed"
        : null;

    [GeneratedRegex(@"\bDROP\s+(COLUMN\b|(?!CONSTRAINT\b|DEFAULT\b|NOT\b|IDENTITY\b|EXPRESSION\b)[\w""])", RegexOptions.IgnoreCase)]
    private static partial Regex DropColumn();

    [GeneratedRegex(@"\bALTER\s+(COLUMN\s+)?(""[^""]+""|\w+)\s+(SET\s+DATA\s+)?TYPE\b", RegexOptions.IgnoreCase)]
    private static partial Regex ChangeType();

    [GeneratedRegex(@"\bRENAME\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex(@"\bFULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex Full();
}

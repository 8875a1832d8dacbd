using System.Globalization;

namespace DbSafety.Engine.Reports;

/// <summary>A row of the migration log. Its text is one line of a Markdown table.</summary>
public sealed record MigrationLogRow(
    DateTimeOffset When,
    string Migration,
    string What,
    string Outcome,
    string Target,
    string By,
    TimeSpan Took,
    string? Backup,
    string Run,
    string? Note)
{
    public override string ToString() => "| " + string.Join(" | ",
        When.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Cell(Migration), Cell(What), Cell(Outcome), Cell(Target), Cell(By),
        string.Create(CultureInfo.InvariantCulture, $"{Took.TotalSeconds:0.00} s"), Cell(Backup ?? "–"), Cell(Run), Cell(Note ?? "")) + " |";

    // A bar would begin a new cell, a line break a new row.
    private static string Cell(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

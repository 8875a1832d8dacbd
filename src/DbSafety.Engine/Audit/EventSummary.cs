using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit;

/// <summary>An event in a few words: of its detail what a person looks for first.</summary>
internal static class EventSummary
{
    private const int Longest = 160;

    // In the order in which one reads them.
    private static readonly string[] Telling = ["command", "direction", "outcome", "error_id", "point", "plan", "backup", "reason", "statement", "error"];

    public static string Of(JournalEntry entry)
    {
        var told = Telling.Where(key => entry.Detail[key] is JsonValue).Select(key => entry.Detail[key]!.ToString()).ToList();
        if (entry.Detail["by"] is JsonArray { Count: > 0 } people)
            told.Add($"by {string.Join(" and ", people)}");
        if (entry.Detail["migrations"] is JsonArray migrations)
            told.Add(string.Join(", ", migrations.Take(3)) + (migrations.Count > 3 ? $" and {migrations.Count - 3} more" : ""));
        if (entry.BackupId is { } backup)
            told.Add($"backup {backup}");
        var text = string.Join("; ", told.Where(one => one.Length > 0)).ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 1), "…");
    }
}

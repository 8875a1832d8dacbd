using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>What a step gave, in a few words: of each of its objects what it is about and how it ended.</summary>
internal static class OutputText
{
    private const int Most = 3;

    // The properties of our results by which a person knows them, in the order in which one reads them.
    private static readonly string[] Telling = ["id", "runId", "name", "check", "table", "database", "outcome", "state", "status", "mode", "passed", "verified", "rows", "remaining"];

    public static string? Of(JsonNode? output)
    {
        var items = output switch { null => [], JsonArray array => array.ToArray(), var one => [one] };
        var told = items.Take(Most).Select(One).Where(text => text.Length > 0).ToList();
        if (told.Count == 0)
            return null;
        return string.Join("; ", told) + (items.Length > Most ? $"; and {items.Length - Most} more" : "");
    }

    private static string One(JsonNode? item) => item is JsonObject map
        ? string.Join(", ", Telling.Where(name => map[name] is JsonValue).Take(4).Select(name => $"{name} {JsonText.Show(map[name])}"))
        : JsonText.Show(item);
}

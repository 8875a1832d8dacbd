using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>Goes from a JSON value to a part of it, as PowerShell does: names whatever their case, and a property of a list is that of each item.</summary>
internal static class JsonSteps
{
    public static JsonNode? Take(JsonNode? node, ReferenceSegment segment) => segment.Name is { } name ? Property(node, name) : Item(node, segment.Index!.Value);

    private static JsonNode? Property(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject map when map.FirstOrDefault(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found:
                return found.Value;
            case JsonArray array when !IsCount(name):
                return new JsonArray([.. array.Select(item => Property(item, name)?.DeepClone()).Where(item => item is not null)]);
            case JsonArray array:
                return array.Count;
            default:
                return IsCount(name) ? (node is null ? 0 : 1) : null;
        }
    }

    private static JsonNode? Item(JsonNode? node, int index)
    {
        if (node is not JsonArray array)
            return index is 0 or -1 ? node : null;
        var at = index < 0 ? array.Count + index : index;
        return at >= 0 && at < array.Count ? array[at] : null;
    }

    private static bool IsCount(string name) => name.Equals("Count", StringComparison.OrdinalIgnoreCase);
}

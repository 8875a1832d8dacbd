using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>JSON values in words.</summary>
internal static class JsonText
{
    /// <summary>As it stands in a sentence: a text without quotes, a list with commas, nothing for null.</summary>
    public static string Show(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonArray array => string.Join(", ", array.Select(Show)),
        JsonObject map => string.Join(", ", map.Select(entry => $"{entry.Key}: {Show(entry.Value)}")),
        _ => node.ToJsonString(),
    };

    /// <summary>The number that it is; null where it is none.</summary>
    public static decimal? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

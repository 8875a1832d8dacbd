using System.Globalization;
using System.Text.Json;

namespace DbSafety.Engine.Monitoring.Probes;

/// <summary>Finds a place in a JSON text by a path such as <c>services[0].state</c>.</summary>
internal static class JsonPath
{
    /// <summary>The text of the value there; null where there is none. Objects and lists are given as JSON.</summary>
    public static string? Find(string json, string path)
    {
        using var document = JsonDocument.Parse(json);
        var at = document.RootElement;
        foreach (var part in path.TrimStart('$').Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith('['))
            {
                if (at.ValueKind != JsonValueKind.Array || !int.TryParse(part.Trim('[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= at.GetArrayLength())
                    return null;
                at = at[index];
            }
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
            {
                return null;
            }
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString(),
            JsonValueKind.Null => null,
            _ => at.GetRawText(),
        };
    }
}

using System.Text.Json.Nodes;

namespace DbSafety.Engine.Canonical;

/// <summary>
/// JSON as the server writes a <c>jsonb</c> value out (JsonbToCString and escape_json in the server's source): a space after each comma and
/// colon, and only what must be escaped is. Keys and numbers stay as they came from the server, which has ordered and normalized them.
/// </summary>
internal static class JsonbText
{
    private static readonly JsonForm Form = new(", ", ": ", isSorted: false);

    public static string Write(JsonNode? node) => Form.Write(node);

    /// <summary>An array of texts, as <c>jsonb_build_array</c> makes it.</summary>
    public static string Write(IEnumerable<string?> items) => Form.Write(items);
}

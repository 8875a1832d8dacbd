using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>
/// JSON as the server writes a <c>jsonb</c> value out (JsonbToCString and escape_json in the server's source): a space after each comma and
/// colon, and only what must be escaped is. Keys and numbers stay as they came from the server, which has ordered and normalized them.
/// </summary>
internal static class JsonbText
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>An array of texts, as <c>jsonb_build_array</c> makes it.</summary>
    public static string Write(IEnumerable<string?> items)
    {
        var text = new StringBuilder("[");
        foreach (var item in items)
        {
            if (text.Length > 1)
                text.Append(", ");
            if (item is null)
                text.Append("null");
            else
                Write(item, text);
        }

        return text.Append(']').ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map)
                {
                    if (text[^1] != '{')
                        text.Append(", ");
                    Write(key, text);
                    text.Append(": ");
                    Write(value, text);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Write(list[i], text);
                }

                text.Append(']');
                break;
            case JsonValue value when value.TryGetValue<string>(out var words):
                Write(words, text);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void Write(string words, StringBuilder text)
    {
        text.Append('"');
        foreach (var letter in words)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }
}

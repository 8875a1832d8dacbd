using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Canonical;

/// <summary>Writes JSON in one form only, so that equal values are equal bytes. Of a text only what must be escaped is, and in one way.</summary>
/// <param name="comma">What stands between two members.</param>
/// <param name="colon">What stands between a key and its value.</param>
/// <param name="isSorted">Keys are put in the order of their UTF-16 units; else they stay as they are.</param>
internal sealed class JsonForm(string comma, string colon, bool isSorted)
{
    public string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>An array of texts.</summary>
    public string Write(IEnumerable<string?> items)
    {
        var text = new StringBuilder();
        WriteAll('[', items, item => _ = item is null ? text.Append("null") : WriteText(item, text), ']', text);
        return text.ToString();
    }

    private void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject map:
                WriteAll('{', isSorted ? map.OrderBy(pair => pair.Key, StringComparer.Ordinal) : map.AsEnumerable(), pair =>
                {
                    WriteText(pair.Key, text).Append(colon);
                    Write(pair.Value, text);
                }, '}', text);
                break;
            case JsonArray list:
                WriteAll('[', list, item => Write(item, text), ']', text);
                break;
            case JsonValue value when value.TryGetValue<string>(out var words):
                WriteText(words, text);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private void WriteAll<T>(char open, IEnumerable<T> items, Action<T> write, char close, StringBuilder text)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(comma);
            isFirst = false;
            write(item);
        }

        text.Append(close);
    }

    private static StringBuilder WriteText(string words, StringBuilder text)
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

        return text.Append('"');
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Plans;

/// <summary>
/// JSON in one form only, after RFC 8785: keys in the order of their UTF-16 units, no white space, only what must be escaped is.
/// Numbers are whole here, so that they have one form too.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonSerializerOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary><c>sha256:</c> and the digest of the canonical form.</summary>
    public static string Digest(JsonNode node) => "sha256:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Write(node)))).ToLowerInvariant();

    /// <summary>The same tree with its keys in order, for a file that people read too.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    if (text[^1] != '{')
                        text.Append(',');
                    text.Append(JsonSerializer.Serialize(key, Text)).Append(':');
                    Write(value, text);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(list[i], text);
                }

                text.Append(']');
                break;
            default:
                text.Append(node.ToJsonString(Text));
                break;
        }
    }
}

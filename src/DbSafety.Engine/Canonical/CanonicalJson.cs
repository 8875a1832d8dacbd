using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Canonical;

/// <summary>
/// JSON in one form only, after RFC 8785: keys in the order of their UTF-16 units, no white space, only what must be escaped is.
/// Numbers are whole here, so that they have one form too.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonForm Form = new(",", ":", isSorted: true);

    public static string Write(JsonNode? node) => Form.Write(node);

    /// <summary>The bytes of a statement that is signed.</summary>
    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(Write(node));

    /// <summary><c>sha256:</c> and the digest of the canonical form.</summary>
    public static string Digest(JsonNode node) => "sha256:" + Convert.ToHexString(SHA256.HashData(Bytes(node))).ToLowerInvariant();

    /// <summary>The same tree with its keys in order, for a file that people read too.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Approvals.Envelopes;

/// <summary>
/// An envelope after DSSE v1 (https://github.com/secure-systems-lab/dsse): the payload's bytes, their type, and signatures over both.
/// What was verified is what is read: the payload is never written anew.
/// </summary>
internal sealed record Dsse(string PayloadType, byte[] Payload, IReadOnlyList<DsseSignature> Signatures)
{
    private const int MostBytes = 1 << 20;

    /// <summary>What is signed: type and payload, each with its length before it.</summary>
    public byte[] SignedBytes => PreAuthenticationEncoding(PayloadType, Payload);

    /// <summary><c>PAE(type, body)</c> of the specification: <c>DSSEv1 LEN(type) type LEN(body) body</c>.</summary>
    public static byte[] PreAuthenticationEncoding(string payloadType, byte[] payload)
    {
        var type = Encoding.UTF8.GetBytes(payloadType);
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} {payloadType} {payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. payload];
    }

    public string Write() => CanonicalJson.Write(new JsonObject
    {
        ["payload"] = Convert.ToBase64String(Payload),
        ["payloadType"] = PayloadType,
        ["signatures"] = new JsonArray([.. Signatures.Select(signature => new JsonObject { ["keyid"] = signature.KeyId, ["sig"] = Convert.ToBase64String(signature.Bytes) })]),
    });

    /// <summary>Reads an envelope; one with a key that is missing, unknown or there twice is none.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>ApprovalEnvelopeInvalid</c>.</exception>
    public static Dsse Read(byte[] bytes, string origin)
    {
        try
        {
            if (bytes.Length > MostBytes)
                throw new FormatException($"it has {bytes.Length} bytes, and {MostBytes} are the most");
            using var document = JsonDocument.Parse(bytes);
            var root = Members(document.RootElement, "payload", "payloadType", "signatures");
            var signatures = root["signatures"].EnumerateArray().Select(item => Members(item, "keyid", "sig"))
                .Select(item => new DsseSignature(item["keyid"].GetString()!, item["sig"].GetBytesFromBase64())).ToList();
            return new Dsse(root["payloadType"].GetString()!, root["payload"].GetBytesFromBase64(), signatures);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw EnvelopeErrors.Invalid(origin, error);
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement element, params string[] names)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name) || !members.TryAdd(member.Name, member.Value))
                throw new FormatException($"'{member.Name}' does not belong there, or stands there twice");
        }

        return names.FirstOrDefault(name => !members.ContainsKey(name)) is { } missing ? throw new FormatException($"'{missing}' is missing") : members;
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Audit.Chains;

/// <summary>
/// A line of a chained file: JSON whose last key, <c>hash</c>, is the SHA-256 of the bytes before <c>,"hash"</c>. Since those hold the
/// hash of the line before, no line can be changed, removed or put in without the chain telling.
/// </summary>
/// <param name="Body">All keys but the hash.</param>
/// <param name="Text">The line as it stands in the file, without its line end.</param>
/// <param name="Previous">The hash of the line before, as this line has it.</param>
/// <param name="Hash">The hash of this line.</param>
internal sealed partial record ChainLine(JsonObject Body, string Text, string Previous, string Hash)
{
    /// <summary>What the first line holds for the hash of the one before.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Makes the line that follows another one.</summary>
    public static ChainLine Write(JsonObject body, string previous)
    {
        body["previous"] = previous;
        var open = body.ToJsonString(ResultJson.Compact)[..^1];
        var hash = HashOf(open);
        return new ChainLine(body, $"{open},\"hash\":\"{hash}\"}}", previous, hash);
    }

    /// <summary>Reads a line; null where it is not one, or its hash is not that of its text. Whether it follows the one before is the caller's to see.</summary>
    public static ChainLine? Read(string text)
    {
        var match = End().Match(text);
        if (!match.Success || HashOf(text[..match.Index]) != match.Groups[1].Value)
            return null;
        try
        {
            var body = JsonNode.Parse(text)!.AsObject();
            body.Remove("hash");
            return (string?)body["previous"] is { } previous ? new ChainLine(body, text, previous, match.Groups[1].Value) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    [GeneratedRegex(",\"hash\":\"([0-9a-f]{64})\"}$")]
    private static partial Regex End();
}

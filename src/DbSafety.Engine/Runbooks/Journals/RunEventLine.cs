using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>
/// A line of the journal as text: JSON whose last key, <c>hash</c>, is the SHA-256 of the bytes before <c>,"hash"</c>. Since those
/// hold the hash of the line before, no line can be changed, removed or put in without the chain telling.
/// </summary>
internal static partial class RunEventLine
{
    /// <summary>What the first line holds for the hash of the one before.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    public static (string Line, RunEvent Event) Write(int sequence, DateTimeOffset time, RunEventKind kind, string? address, JsonObject detail, string previous)
    {
        var body = new JsonObject
        {
            ["seq"] = sequence,
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["event"] = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()),
            ["step"] = address,
            ["detail"] = detail.DeepClone(),
            ["previous"] = previous,
        };
        var text = body.ToJsonString(ResultJson.Compact);
        var open = text[..^1];
        var hash = Hash(open);
        return ($"{open},\"hash\":\"{hash}\"}}", new RunEvent(sequence, time, kind, address, detail, hash));
    }

    /// <summary>Reads a line; null where it is not one, or its hash is not that of its text.</summary>
    public static RunEvent? Read(string line, string previous)
    {
        var match = End().Match(line);
        if (!match.Success || Hash(line[..match.Index]) != match.Groups[1].Value)
            return null;
        try
        {
            var body = JsonNode.Parse(line)!.AsObject();
            if ((string?)body["previous"] != previous || !Enum.TryParse<RunEventKind>(((string)body["event"]!).Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind))
                return null;
            var time = DateTimeOffset.Parse((string)body["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            return new RunEvent((int)body["seq"]!, time, kind, (string?)body["step"], (JsonObject)body["detail"]!.DeepClone(), match.Groups[1].Value);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            return null;
        }
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    [GeneratedRegex(",\"hash\":\"([0-9a-f]{64})\"}$")]
    private static partial Regex End();
}

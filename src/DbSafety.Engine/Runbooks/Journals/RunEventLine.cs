using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Engine.Audit.Chains;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>A line of the journal as text: a chained line with the run's own keys.</summary>
internal static class RunEventLine
{
    public static (ChainLine Line, RunEvent Event) Write(int sequence, DateTimeOffset time, RunEventKind kind, string? address, JsonObject detail, string previous)
    {
        var line = ChainLine.Write(new JsonObject
        {
            ["seq"] = sequence,
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["event"] = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()),
            ["step"] = address,
            ["detail"] = detail.DeepClone(),
        }, previous);
        return (line, new RunEvent(sequence, time, kind, address, detail, line.Hash));
    }

    /// <summary>Reads a line; null where it is not one, or does not follow the one before.</summary>
    public static RunEvent? Read(string text, string previous)
    {
        if (ChainLine.Read(text) is not { } line || line.Previous != previous)
            return null;
        try
        {
            var body = line.Body;
            if (!Enum.TryParse<RunEventKind>(((string)body["event"]!).Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind))
                return null;
            var time = DateTimeOffset.Parse((string)body["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            return new RunEvent((int)body["seq"]!, time, kind, (string?)body["step"], (JsonObject)body["detail"]!.DeepClone(), line.Hash);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Monitoring.Recording;

/// <summary>The file of the records of one run: JSON lines, in the run's folder.</summary>
internal static class HealthRecords
{
    public const string FileName = "health.jsonl";

    public static Task AppendAsync(string folder, HealthRecord item, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(item, ResultJson.Compact) + "\n", cancellationToken);

    /// <summary>The records of a run; none where none was made. A line that a kill cut is left out: they illustrate, and decide nothing.</summary>
    public static IReadOnlyList<HealthRecord> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(file);
        var found = new List<HealthRecord>();
        while (text.ReadLine() is { } line)
        {
            if (Parse(line) is { } item)
                found.Add(item);
        }

        return found;
    }

    /// <summary>The SHA-256 of the file, in hexadecimal; null where there is none.</summary>
    public static async Task<string?> DigestAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken)).ToLowerInvariant();
    }

    private static HealthRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HealthRecord>(line, ResultJson.Compact) is { Figures: not null, Blocked: not null } item ? item : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

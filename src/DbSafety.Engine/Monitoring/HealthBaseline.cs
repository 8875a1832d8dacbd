using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Monitoring;

/// <summary>The outcomes of checks in a file, to be compared with later.</summary>
internal static class HealthBaseline
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(string path, IReadOnlyList<AppHealth> outcomes, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(outcomes, Json), cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The outcomes, with what the file says of each check.</summary>
    public static async Task<IReadOnlyList<AppHealth>> CompareAsync(string path, IReadOnlyList<AppHealth> outcomes, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(path, cancellationToken);
        return [.. outcomes.Select(outcome => before.FirstOrDefault(known => known.Name == outcome.Name) is { } known
            ? outcome with { PassedBefore = known.Passed, LatencyBefore = known.Latency }
            : outcome)];
    }

    private static async Task<IReadOnlyList<AppHealth>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<AppHealth[]>(await File.ReadAllTextAsync(path, cancellationToken), Json) ?? [];
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DbSafetyException("BaselineNotReadable", ErrorKind.NotFound, $"{path} holds no outcomes of checks: {error.Message}", error)
            {
                State = "Nothing was changed, and nothing was asked.",
                NextStep = "Make it before the change with: dbsafety health --save-baseline <file>",
            };
        }
    }
}

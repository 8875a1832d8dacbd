using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>Samples in files: as lines of JSON, and in the text form of Prometheus.</summary>
internal static class HealthFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static Task AppendAsync(string path, DatabaseHealth sample, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(path, JsonSerializer.Serialize(sample, Json) + "\n", cancellationToken);

    /// <summary>The last sample of a file.</summary>
    /// <exception cref="DbSafetyException"><c>SampleNotReadable</c>.</exception>
    public static async Task<DatabaseHealth> ReadLastAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var line = (await File.ReadAllLinesAsync(path, cancellationToken)).LastOrDefault(line => line.Trim().Length > 0);
            return line is null ? throw new JsonException("it is empty.") : JsonSerializer.Deserialize<DatabaseHealth>(line, Json)!;
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DbSafetyException("SampleNotReadable", ErrorKind.NotFound, $"{path} holds no sample of a database's health: {error.Message}", error)
            {
                State = "Nothing was changed.",
                NextStep = "Take one before the change with: dbsafety vitals --output <file>",
            };
        }
    }

    /// <summary>Writes the file that is scraped; whole, or not at all.</summary>
    public static async Task WritePrometheusAsync(string path, DatabaseHealth sample, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        await File.WriteAllTextAsync(partial, Prometheus(sample), new UTF8Encoding(false), cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The text form: each family once with its type, then its series.</summary>
    public static string Prometheus(DatabaseHealth sample)
    {
        var text = new StringBuilder();
        var database = $"database=\"{Escape(sample.Database)}\"";
        var states = new HealthMetric("state", (double)sample.State, sample.State, null);
        foreach (var family in sample.Metrics.Prepend(states).GroupBy(metric => metric.Name.Split('{')[0]))
        {
            var name = $"dbsafety_{family.Key}";
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(family.Key.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge")}\n");
            foreach (var metric in family)
            {
                var brace = metric.Name.IndexOf('{', StringComparison.Ordinal);
                var labels = brace < 0 ? database : $"{database},{metric.Name[(brace + 1)..].TrimEnd('}')}";
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {metric.Value:R}\n");
            }
        }

        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Hosting;

/// <summary>
/// The one JSON document of <c>--json</c>. Its form is a contract: names and enumeration values in camel case, moments in ISO 8601,
/// durations as ISO 8601 durations (<c>PT1.5S</c>), absent values as null.
/// </summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new DurationConverter() },
    };

    /// <summary>The results: an array for a command of many, else the object, or null where there is none.</summary>
    public static string Results(IReadOnlyList<object> results, bool many) =>
        JsonSerializer.Serialize(many ? results : results.Count > 0 ? results[^1] : null, Options);

    /// <summary>An error, and the results that were there before it.</summary>
    public static string Error(DbSafetyException error, IReadOnlyList<object> results) => JsonSerializer.Serialize(
        new
        {
            Error = new
            {
                error.Id,
                error.Kind,
                error.Message,
                error.State,
                error.NextStep,
                error.SqlState,
                error.Script,
                error.Line,
                error.Column,
                error.Detail,
                ExitCode = (int)error.ExitCode,
            },
            Results = results,
        },
        Options);

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            XmlConvert.ToTimeSpan(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}

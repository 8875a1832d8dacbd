using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace DbSafety.Core.Results;

/// <summary>
/// How results are written as JSON, on the command line and in the journal of a run. The form is a contract: names and enumeration
/// values in camel case, moments in ISO 8601, durations as ISO 8601 durations (<c>PT1.5S</c>), absent values as null.
/// </summary>
public static class ResultJson
{
    /// <summary>Over several lines, for <c>--json</c>.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <summary>On one line.</summary>
    public static JsonSerializerOptions Compact { get; } = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new DurationConverter() },
    };

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            XmlConvert.ToTimeSpan(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}

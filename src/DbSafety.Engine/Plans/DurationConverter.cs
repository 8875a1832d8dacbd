using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace DbSafety.Engine.Plans;

/// <summary>Writes durations as ISO 8601 does: <c>PT1.5S</c>.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => XmlConvert.ToTimeSpan(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
}

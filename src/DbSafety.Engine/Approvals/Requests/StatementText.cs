using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>The bytes of a signed statement: canonical JSON of a kind and a format, whose members are read by their types.</summary>
internal readonly struct StatementText
{
    private const int Format = 1;

    private readonly JsonElement _map;

    private StatementText(JsonElement map) => _map = map;

    public static byte[] Write(string kind, JsonObject members)
    {
        members["kind"] = kind;
        members["format"] = Format;
        return CanonicalJson.Bytes(members);
    }

    /// <exception cref="FormatException">It is not a statement of that kind and of our format.</exception>
    public static StatementText Open(byte[] payload, string kind)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var map = new StatementText(document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new FormatException("it is no object"));
            if (map._map.EnumerateObject().GroupBy(member => member.Name).Any(group => group.Count() > 1))
                throw new FormatException("a member stands there twice");
            return map.Text("kind") == kind && map.Number("format") == Format ? map : throw new FormatException($"it is no {kind} of format {Format}");
        }
        catch (JsonException error)
        {
            throw new FormatException("it is not JSON", error);
        }
    }

    public string Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString()! : throw Wrong(name);

    public long Number(string name) => Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) ? number : throw Wrong(name);

    public bool Truth(string name) => Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } member ? member.GetBoolean() : throw Wrong(name);

    /// <summary>A group of members; null where it is null.</summary>
    public StatementText? Map(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.Object } member => new StatementText(member),
        { ValueKind: JsonValueKind.Null } => null,
        _ => throw Wrong(name),
    };

    private JsonElement? Member(string name) => _map.TryGetProperty(name, out var member) ? member : null;

    private static FormatException Wrong(string name) => new($"its '{name}' is not as it should be");
}

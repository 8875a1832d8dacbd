using System.Text.Json;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>Reads the members of a signed statement by their types.</summary>
internal readonly struct StatementReader
{
    private readonly JsonElement _map;

    private StatementReader(JsonElement map) => _map = map;

    /// <exception cref="FormatException">It is not a statement of that kind and of our format.</exception>
    public static StatementReader Open(byte[] payload, string kind)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var map = new StatementReader(document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new FormatException("it is no object"));
            if (map._map.EnumerateObject().GroupBy(member => member.Name).Any(group => group.Count() > 1))
                throw new FormatException("a member stands there twice");
            return map.Text("kind") == kind && map.Number("format") == 1 ? map : throw new FormatException($"it is no {kind} of format 1");
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
    public StatementReader? Map(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.Object } member => new StatementReader(member),
        { ValueKind: JsonValueKind.Null } => null,
        _ => throw Wrong(name),
    };

    private JsonElement? Member(string name) => _map.TryGetProperty(name, out var member) ? member : null;

    private static FormatException Wrong(string name) => new($"its '{name}' is not as it should be");
}

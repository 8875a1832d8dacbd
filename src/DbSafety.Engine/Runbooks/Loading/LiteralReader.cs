using System.Text.Json.Nodes;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads a value that may hold no reference.</summary>
internal static class LiteralReader
{
    public static JsonNode? Read(YamlNode node, YamlValues values)
    {
        var value = ValueReader.Read(node, values);
        if (value.References.FirstOrDefault() is { } reference)
        {
            values.Invalid(node, $"{reference} cannot be used here: it is read before anything is run.", "Write the value out; a dollar sign itself is written as $$.");
            return null;
        }

        return value.Resolve(Nothing);
    }

    private static RunScope Nothing { get; } = new([], []);
}

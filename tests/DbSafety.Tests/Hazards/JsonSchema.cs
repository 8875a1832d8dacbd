using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DbSafety.Tests.Hazards;

/// <summary>As much of JSON Schema as our own schemas use. A word that it does not know is an error: nothing is passed over.</summary>
internal static class JsonSchema
{
    private static readonly string[] Notes = ["$schema", "title", "description", "format", "definitions"];

    public static IEnumerable<string> Check(JsonNode schema, JsonNode? value, string path = "$")
    {
        if ((string?)schema["$ref"] is { } reference)
            schema = schema.Root["definitions"]![reference["#/definitions/".Length..]]!;
        foreach (var (word, rule) in schema.AsObject())
        {
            foreach (var problem in word switch
            {
                "type" => Type(rule!, value, path),
                "enum" => rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{path}: {value} is none of {rule.ToJsonString()}"],
                "const" => JsonNode.DeepEquals(rule, value) ? [] : [$"{path}: {value} is not {rule}"],
                "pattern" => value is not JsonValue text || text.GetValueKind() != JsonValueKind.String || Regex.IsMatch((string)text!, (string)rule!) ? [] : [$"{path}: '{value}' is not {rule}"],
                "required" => value is JsonObject map ? rule!.AsArray().Select(name => (string)name!).Where(name => !map.ContainsKey(name)).Select(name => $"{path}: {name} is missing") : [],
                "properties" => value is JsonObject map ? rule!.AsObject().Where(pair => map.ContainsKey(pair.Key)).SelectMany(pair => Check(pair.Value!, map[pair.Key], $"{path}.{pair.Key}")) : [],
                "anyOf" => rule!.AsArray().Any(one => !Check(one!, value, path).Any()) ? [] : rule.AsArray().SelectMany(one => Check(one!, value, path)),
                "allOf" => rule!.AsArray().SelectMany(one => Check(one!, value, path)),
                "minItems" => value is JsonArray items && items.Count < (int)rule! ? [$"{path}: fewer than {rule} items"] : [],
                "minProperties" => value is JsonObject few && few.Count < (int)rule! ? [$"{path}: fewer than {rule} keys"] : [],
                "maxProperties" => value is JsonObject many && many.Count > (int)rule! ? [$"{path}: more than {rule} keys"] : [],
                "additionalProperties" when rule is JsonObject => value is JsonObject others
                    ? others.Where(pair => !schema["properties"]!.AsObject().ContainsKey(pair.Key)).SelectMany(pair => Check(rule, pair.Value, $"{path}.{pair.Key}"))
                    : [],
                "additionalProperties" => value is JsonObject map ? map.Select(pair => pair.Key).Where(name => !schema["properties"]!.AsObject().ContainsKey(name)).Select(name => $"{path}: {name} is unknown") : [],
                "items" => value is JsonArray list ? list.SelectMany((item, i) => Check(rule!, item, $"{path}[{i}]")) : [],
                _ => Notes.Contains(word) ? [] : [$"{path}: the schema's word {word} is not checked"],
            })
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Type(JsonNode rule, JsonNode? value, string path)
    {
        var kind = value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.ToJsonString().All(char.IsAsciiDigit) ? "integer" : "number",
        };
        var allowed = rule is JsonArray list ? list.Select(one => (string)one!).ToList() : [(string)rule!];
        return allowed.Contains(kind) || (kind == "integer" && allowed.Contains("number")) ? [] : [$"{path}: {kind} instead of {string.Join(" or ", allowed)}"];
    }
}

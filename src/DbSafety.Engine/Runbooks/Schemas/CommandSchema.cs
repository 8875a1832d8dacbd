using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Runbooks.Schemas;

/// <summary>
/// The schema of one command of a pipeline: its name, and its parameters. What several commands share is written once, as a definition
/// that they refer to.
/// </summary>
internal static class CommandSchema
{
    private static readonly IReadOnlyList<CommandDefinition> Commands = [.. CommandCatalog.All.OrderBy(command => command.Name, StringComparer.Ordinal)];

    // Two parameters of one name are the same where they take the same and say the same.
    private static readonly IReadOnlyDictionary<(string Name, string Help, Type Type), string> Shared = Commands
        .SelectMany(Parameters)
        .GroupBy(Key)
        .Where(group => group.Count() > 1 || group.First().Parameter.Aliases.Length > 0)
        .GroupBy(group => group.Key.Name, StringComparer.Ordinal)
        .SelectMany(variants => variants.Select((group, index) => (group.Key, Name: $"parameter.{variants.Key}{(index == 0 ? "" : $".{index + 1}")}")))
        .ToDictionary(pair => pair.Key, pair => pair.Name);

    public static JsonObject Make() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
        ["properties"] = new JsonObject(Commands.Select(command => KeyValuePair.Create(command.Name, (JsonNode?)Of(command)))),
    };

    /// <summary>The definitions that the commands refer to.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Definitions()
    {
        var parameters = Commands.SelectMany(Parameters).ToList();
        foreach (var shared in parameters.DistinctBy(Key).Where(parameter => Shared.ContainsKey(Key(parameter))).OrderBy(parameter => Shared[Key(parameter)], StringComparer.Ordinal))
            yield return KeyValuePair.Create(Shared[Key(shared)], (JsonNode?)Whole(shared));
        foreach (var one in parameters.DistinctBy(Kind).OrderBy(Kind, StringComparer.Ordinal))
            yield return KeyValuePair.Create(Kind(one), (JsonNode?)Values(one));
    }

    private static IEnumerable<ParameterDefinition> Parameters(CommandDefinition command) =>
        command.Parameters.Where(parameter => parameter.Name is not (nameof(CommandOptions.WhatIf) or nameof(CommandOptions.Force)));

    private static JsonObject Of(CommandDefinition command) => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["description"] = command.Command.Summary,
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(Parameters(command)
            .SelectMany(parameter => parameter.Parameter.Aliases.Prepend(parameter.Name).Select(name => KeyValuePair.Create(name, (JsonNode?)Of(parameter))))),
    };

    private static JsonObject Of(ParameterDefinition parameter) =>
        Shared.TryGetValue(Key(parameter), out var name) ? RunbookSchema.Ref(name) : Whole(parameter);

    // Draft 7 passes over what stands beside a $ref: the description needs the allOf.
    private static JsonObject Whole(ParameterDefinition parameter) =>
        new() { ["description"] = parameter.Parameter.Help, ["allOf"] = new JsonArray(RunbookSchema.Ref(Kind(parameter))) };

    private static (string Name, string Help, Type Type) Key(ParameterDefinition parameter) => (parameter.Name, parameter.Parameter.Help, parameter.Property.PropertyType);

    private static string Kind(ParameterDefinition parameter)
    {
        var type = parameter.ValueType;
        var name = type.IsEnum ? type.Name
            : type == typeof(bool) ? "switch"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(double) ? "number"
            : "text";
        return $"value.{name}{(parameter.IsArray ? ".list" : "")}";
    }

    private static JsonObject Values(ParameterDefinition parameter)
    {
        var forms = new JsonArray(One(parameter), RunbookSchema.Ref("reference"));
        if (parameter.IsArray)
            forms.Add(new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = new JsonArray(One(parameter), RunbookSchema.Ref("reference")) } });
        return new JsonObject { ["anyOf"] = forms };
    }

    private static JsonObject One(ParameterDefinition parameter)
    {
        var type = parameter.ValueType;
        if (type.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name))]) };
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long))
            return new JsonObject { ["type"] = "integer" };
        return new JsonObject { ["type"] = type == typeof(double) ? "number" : new JsonArray("string", "number") };
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Options;

namespace DbSafety.Engine.Runbooks.Schemas;

/// <summary>The schema of one command of a pipeline: its name, and its parameters.</summary>
internal static class CommandSchema
{
    public static JsonObject Make() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
        ["properties"] = new JsonObject(CommandCatalog.All.OrderBy(command => command.Name, StringComparer.Ordinal).Select(command => KeyValuePair.Create(command.Name, (JsonNode?)Of(command)))),
    };

    private static JsonObject Of(CommandDefinition command) => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["description"] = command.Command.Summary,
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(command.Parameters
            .Where(parameter => parameter.Name is not (nameof(CommandOptions.WhatIf) or nameof(CommandOptions.Force)))
            .SelectMany(parameter => parameter.Parameter.Aliases.Prepend(parameter.Name).Select(name => KeyValuePair.Create(name, (JsonNode?)Of(parameter))))),
    };

    private static JsonObject Of(ParameterDefinition parameter)
    {
        var one = One(parameter);
        var forms = new JsonArray(one, RunbookSchema.Ref("reference"));
        if (parameter.IsArray)
            forms.Add(new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = new JsonArray(One(parameter), RunbookSchema.Ref("reference")) } });
        return new JsonObject { ["description"] = parameter.Parameter.Help, ["anyOf"] = forms };
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

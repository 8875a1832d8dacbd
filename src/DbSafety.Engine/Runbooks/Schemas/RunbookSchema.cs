using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Schemas;

/// <summary>The JSON Schema (draft 7) of runbooks, made from the commands and their parameters, by which editors complete and check.</summary>
public static class RunbookSchema
{
    /// <summary>The whole schema.</summary>
    public static JsonObject Make() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "A runbook of DbSafety",
        ["description"] = "A written procedure: numbered steps, each a pipeline of commands, a group, a question, an approval, or another runbook.",
        ["type"] = "object",
        ["required"] = new JsonArray("runbook", "steps"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["runbook"] = new JsonObject { ["const"] = 1, ["description"] = "The version of the format." },
            ["name"] = Text("By which it is started and escalated to; the name of its file where it is not given.", "^[a-z0-9]+(-[a-z0-9]+)*$"),
            ["description"] = Text("What it is for."),
            ["trigger"] = Text("The event that it answers, such as migration.failed."),
            ["inputs"] = new JsonObject { ["type"] = "object", ["description"] = "What it is started with; a step writes $inputs.name.", ["additionalProperties"] = Ref("input"), ["properties"] = new JsonObject() },
            ["commands"] = new JsonObject { ["type"] = "array", ["description"] = "Commands from outside of DbSafety that the steps use, in PowerShell only; a script file with its SHA-256.", ["items"] = new JsonObject { ["type"] = new JsonArray("string", "object") } },
            ["steps"] = Steps("The numbered steps of the procedure.", "numberedStep"),
            ["always"] = Steps("Steps that are taken whatever came before; their numbers go on.", "numberedStep"),
        },
        ["definitions"] = new JsonObject([.. Definitions(), .. CommandSchema.Definitions()]),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Definitions() =>
    [
        new("input", Input()),
        new("numberedStep", StepSchema.Make(numbered: true)),
        new("step", StepSchema.Make(numbered: false)),
        new("values", new JsonObject { ["type"] = "object", ["description"] = "Values by name; a value may be a reference such as $inputs.run or $steps.id.Property." }),
        new("reference", Text("A reference: $inputs.name, $steps.id.Property, $failed, $run; or a text that holds ${…}.", "\\$")),
        new("command", CommandSchema.Make()),
    ];

    internal static JsonObject Ref(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    internal static JsonObject Text(string description, string? pattern = null)
    {
        var text = new JsonObject { ["type"] = "string", ["description"] = description };
        if (pattern is not null)
            text["pattern"] = pattern;
        return text;
    }

    internal static JsonObject Steps(string description, string kind) =>
        new() { ["type"] = "array", ["description"] = description, ["minItems"] = 1, ["items"] = Ref(kind) };

    internal static JsonObject Choice(string description, params IEnumerable<string> choices) =>
        new() { ["description"] = description, ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]) };

    internal static JsonObject Texts(string description) =>
        new() { ["description"] = description, ["type"] = new JsonArray("array", "string"), ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } };

    private static JsonObject Input() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["type"] = Choice("What it takes.", Enum.GetNames<InputType>().Select(name => name.ToLowerInvariant())),
            ["required"] = new JsonObject { ["type"] = "boolean", ["description"] = "The runbook does not start without it." },
            ["default"] = new JsonObject { ["description"] = "Its value where none is given." },
            ["values"] = Texts("The values that it takes."),
            ["pattern"] = Text("A regular expression that the whole value has to match."),
            ["description"] = Text("What it is for."),
        },
    };
}

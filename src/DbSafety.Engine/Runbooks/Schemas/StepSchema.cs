using System.Text.Json.Nodes;
using DbSafety.Engine.Approvals;

namespace DbSafety.Engine.Runbooks.Schemas;

/// <summary>The schema of a step.</summary>
internal static class StepSchema
{
    private const string Span = "^(\\d+(\\.\\d+)? ?(ms|s|min|h|d))$";

    /// <param name="numbered">A step of the procedure, which has a sentence; else one within a group.</param>
    public static JsonObject Make(bool numbered)
    {
        var step = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["step"] = RunbookSchema.Text("The sentence that a responder reads."),
                ["id"] = RunbookSchema.Text("The name of its result, as in $steps.id.", "^[A-Za-z_][A-Za-z0-9_-]*$"),
                ["when"] = Condition("It is left out where this is false."),
                ["run"] = new JsonObject
                {
                    ["description"] = "Commands, each one's objects piped to the next.",
                    ["anyOf"] = new JsonArray(
                        new JsonObject { ["type"] = "string" },
                        RunbookSchema.Ref("command"),
                        new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, RunbookSchema.Ref("command")) } }),
                },
                ["steps"] = RunbookSchema.Steps("Parts that count as one step; its result is that of the last.", "step"),
                ["ask"] = Ask(),
                ["approve"] = Approve(),
                ["call"] = RunbookSchema.Text("Another runbook, which is carried out before this one goes on."),
                ["with"] = RunbookSchema.Ref("values"),
                ["expect"] = Condition("What has to be true of every object that it gives, as $output."),
                ["timeout"] = RunbookSchema.Text("How long one attempt may take, such as 90s, 30min or 2h.", Span),
                ["retry"] = Retry(),
                ["resume"] = RunbookSchema.Choice("What is done about it when the run was cut off during it.", "check", "ask", "rerun"),
                ["onFailure"] = OnFailure(),
            },
        };
        if (numbered)
            step["required"] = new JsonArray("step");
        return step;
    }

    private static JsonObject Condition(string description) => new()
    {
        ["type"] = new JsonArray("string", "boolean"),
        ["description"] = description + " Values, -eq -ne -gt -ge -lt -le -in -notin, -and -or -not, parentheses.",
    };

    private static JsonObject Ask() => new()
    {
        ["description"] = "A person answers, or does something by hand and says so.",
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("text"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["text"] = RunbookSchema.Text("The question."),
                ["choices"] = RunbookSchema.Texts("The answers that are taken, first the one that changes nothing."),
                ["fields"] = RunbookSchema.Texts("The parts of the answer."),
            },
        }),
    };

    private static JsonObject Approve() => new()
    {
        ["type"] = "object",
        ["description"] = "A person approves, by the policy of dbsafety.yaml.",
        ["required"] = new JsonArray("subject"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["subject"] = new JsonObject { ["description"] = "What the approver sees." },
            ["point"] = RunbookSchema.Choice("The approval point whose policy holds.", Enum.GetValues<ApprovalPoint>().Select(point => point.Key())),
        },
    };

    private static JsonObject Retry() => new()
    {
        ["type"] = "object",
        ["description"] = "How it is tried again; only for commands that change nothing more the second time.",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["count"] = new JsonObject { ["type"] = "integer", ["description"] = "How often at the most, after the first time." },
            ["delay"] = RunbookSchema.Text("The pause before the first of them.", Span),
            ["backoff"] = new JsonObject { ["type"] = "number", ["description"] = "By how much each pause is longer than the one before." },
            ["max"] = RunbookSchema.Text("The longest pause.", Span),
            ["errors"] = RunbookSchema.Texts("Ids or kinds of errors for which it is tried again."),
        },
    };

    private static JsonObject OnFailure() => new()
    {
        ["description"] = "What is done when it fails.",
        ["anyOf"] = new JsonArray(RunbookSchema.Choice("The run ends, or goes on.", "stop", "continue"), new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("escalate"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["escalate"] = RunbookSchema.Text("The runbook that takes over."),
                ["with"] = RunbookSchema.Ref("values"),
            },
        }),
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What people decided in a run: answers and approvals.</summary>
internal static class Decisions
{
    private static readonly string[] FollowUpFields = ["owner", "due", "followUp"];

    public static IReadOnlyList<Decision> Of(Incident incident) => [.. incident.Events.SelectMany(item => Of(item, incident))];

    private static IEnumerable<Decision> Of(RunEvent item, Incident incident)
    {
        var name = incident.Run.Steps.FirstOrDefault(step => step.Address == item.Address)?.Name ?? item.Address ?? "";
        return item.Kind switch
        {
            RunEventKind.Answered => [new Decision(item.Time, name, JsonText.Show(item.Detail["answer"]), (string?)item.Detail["by"] ?? "",
                item.Detail["answer"] is JsonObject answer && answer.Any(entry => FollowUpFields.Contains(entry.Key)))],
            RunEventKind.StepEnded when item.Detail["output"] is JsonObject output && output["approved"] is not null =>
                [new Decision(item.Time, name, (string?)item.Detail["detail"] ?? "Approved.", (string?)output["by"] ?? "the policy", false)],
            RunEventKind.StepEnded when item.Detail["approvals"] is JsonArray approvals => approvals.OfType<JsonObject>().Select(approval => Of(approval, item, name)),
            _ => [],
        };
    }

    // What a command of the step asked for, as the target's journal has it.
    private static Decision Of(JsonObject approval, RunEvent item, string step)
    {
        var point = Enum.TryParse<ApprovalPoint>((string?)approval["point"], ignoreCase: true, out var known) ? known.Words() : (string?)approval["point"];
        var how = (string?)approval["how"] switch { "signed" => "by signature", "breakGlass" => "alone (BREAK-GLASS)", _ => "at the console" };
        var plan = (string?)approval["plan"] is { } digest ? $", plan {digest}" : "";
        return new Decision(DateTimeOffset.TryParse((string?)approval["at"], CultureInfo.InvariantCulture, out var at) ? at : item.Time, step,
            (string?)approval["decision"] == "denied" ? $"Denied, {point}." : $"Approved {point}, {how}{plan}.",
            approval["by"] is JsonArray people ? string.Join(", ", people.Select(JsonText.Show)) : JsonText.Show(approval["by"]), false);
    }
}

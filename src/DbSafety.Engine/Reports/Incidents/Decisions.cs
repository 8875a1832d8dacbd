using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>What people decided in a run: answers and approvals.</summary>
internal static class Decisions
{
    private static readonly string[] FollowUpFields = ["owner", "due", "followUp"];

    public static IReadOnlyList<Decision> Of(Incident incident) => [.. incident.Events.Select(item => Of(item, incident)).OfType<Decision>()];

    private static Decision? Of(RunEvent item, Incident incident)
    {
        var name = incident.Run.Steps.FirstOrDefault(step => step.Address == item.Address)?.Name ?? item.Address ?? "";
        return item.Kind switch
        {
            RunEventKind.Answered => new Decision(item.Time, name, JsonText.Show(item.Detail["answer"]), (string?)item.Detail["by"] ?? "",
                item.Detail["answer"] is JsonObject answer && answer.Any(entry => FollowUpFields.Contains(entry.Key))),
            RunEventKind.StepEnded when item.Detail["output"] is JsonObject output && output["approved"] is not null =>
                new Decision(item.Time, name, (string?)item.Detail["detail"] ?? "Approved.", (string?)output["by"] ?? "the policy", false),
            _ => null,
        };
    }
}

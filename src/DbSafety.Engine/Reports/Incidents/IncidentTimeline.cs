using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The journal as a timeline for people: each of its lines that says something new.</summary>
internal static class IncidentTimeline
{
    public static IReadOnlyList<IncidentEntry> Of(Incident incident) =>
        [.. IncidentCause.Timeline(incident), .. incident.Events.Select(item => new IncidentEntry(item.Time, item.Address ?? "", Words(item))).Where(entry => entry.What.Length > 0)];

    private static string Words(RunEvent item) => item.Kind switch
    {
        RunEventKind.RunStarted => $"{(string?)item.Detail["runbook"]} begins, by {(string?)item.Detail["operator"]}",
        RunEventKind.RunResumed => $"The run goes on, by {(string?)item.Detail["operator"]}",
        RunEventKind.StepStarted => Started(item),
        RunEventKind.AttemptFailed => $"Attempt {JsonText.Show(item.Detail["attempt"])} failed: {(string?)item.Detail["error"]?["message"]}",
        RunEventKind.Waiting => $"Waits for a person: {(string?)item.Detail["question"]}",
        RunEventKind.Answered => $"{(string?)item.Detail["by"]} answered: {JsonText.Show(item.Detail["answer"])}",
        RunEventKind.Escalated => $"The runbook {(string?)item.Detail["to"]} takes over",
        RunEventKind.RunEnded => $"The run ended: {(string?)item.Detail["status"]}",
        RunEventKind.StepEnded => Ended(item),
        _ => "",
    };

    // A step without a sentence of its own is called as its command is.
    private static string Started(RunEvent item) =>
        ((string?)item.Detail["name"], Commands(item.Detail["commands"] as JsonArray)) is var (name, commands) && commands.StartsWith($": {name}", StringComparison.Ordinal) ? commands[2..] : $"{name}{commands}";

    private static string Ended(RunEvent item) => (string?)item.Detail["state"] switch
    {
        "failed" or "timedOut" => $"Failed: {(string?)item.Detail["error"]?["message"]}",
        "skipped" => $"{(string?)item.Detail["name"]}: left out. {(string?)item.Detail["detail"]}",
        "cancelled" => "Stopped",
        _ => OutputText.Of(item.Detail["output"]) is { } text ? $"Done: {text}" : "Done",
    };

    private static string Commands(JsonArray? commands) => commands is null ? "" : ": " + string.Join(" | ", commands.OfType<JsonObject>().SelectMany(command => command).Select(entry =>
        $"{entry.Key} {string.Join(' ', (entry.Value as JsonObject ?? []).Where(parameter => parameter.Key != "Project" && JsonText.Show(parameter.Value).Length > 0).Select(parameter => $"-{parameter.Key} {JsonText.Show(parameter.Value)}"))}".Trim()));
}

using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>Makes the result of a run from its journal.</summary>
internal static class RunSummary
{
    /// <param name="folder">The folder of the run.</param>
    /// <param name="events">Its journal, with at least one line.</param>
    /// <param name="runbook">The runbook, for the steps that were not taken yet; null where it cannot be read.</param>
    public static SafetyRun Of(RunFolder folder, IReadOnlyList<RunEvent> events, Runbook? runbook)
    {
        var first = events[0];
        var name = (string?)first.Detail["runbook"] ?? "";
        var status = Status(folder, events);
        var taken = Taken(events);
        var pending = runbook is null ? [] : Planned(runbook).Where(step => taken.TrueForAll(other => other.Address != step.Address && !other.Address.EndsWith($"/{step.Address}", StringComparison.Ordinal)));
        var hasEnded = status is not (RunStatus.Running or RunStatus.Waiting or RunStatus.Interrupted or RunStatus.Cancelled);
        var steps = taken.Concat(hasEnded ? pending.Select(step => step with { State = StepState.Skipped, Detail = "Not taken: the run ended before it." }) : pending).ToList();
        var waiting = status == RunStatus.Waiting ? events[^1] : null;
        return new SafetyRun(
            folder.RunId, name, status, (string?)first.Detail["target"], first.Time,
            status is RunStatus.Running or RunStatus.Waiting or RunStatus.Interrupted ? null : events[^1].Time,
            steps, waiting is null ? null : (string?)waiting.Detail["question"], (string?)first.Detail["operator"], folder.Path, Next(folder, status, waiting));
    }

    /// <summary>The result of a run that waits, while its process still holds it.</summary>
    public static SafetyRun Waiting(RunFolder folder, SafetyRun run, IReadOnlyList<RunEvent> events)
    {
        var waiting = events.Last(item => item.Kind == RunEventKind.Waiting);
        return run with { Question = (string?)waiting.Detail["question"], NextStep = Next(folder, RunStatus.Waiting, waiting) };
    }

    /// <summary>The steps of a runbook that is only shown.</summary>
    public static IEnumerable<SafetyRunStep> Planned(Runbook runbook, string prefix = "") =>
        runbook.Steps.Concat(runbook.Always).SelectMany((step, index) => Planned(step, $"{prefix}{index + 1}"));

    private static IEnumerable<SafetyRunStep> Planned(RunbookStep step, string address)
    {
        yield return new SafetyRunStep(address, step.Title, StepState.Pending, step.Action.Summary, StepEffects.Of(step), null, null, 0, step.When is null ? null : $"Only where {step.When.Text}", null);
        if (step.Action is not GroupAction group)
            yield break;
        foreach (var part in group.Steps.SelectMany((inner, index) => Planned(inner, $"{address}.{index + 1}")))
            yield return part;
    }

    private static RunStatus Status(RunFolder folder, IReadOnlyList<RunEvent> events)
    {
        var last = events[^1];
        if (last.Kind == RunEventKind.RunEnded)
            return Enum.Parse<RunStatus>((string)last.Detail["status"]!, ignoreCase: true);
        if (folder.IsHeld)
            return RunStatus.Running;
        return last.Kind == RunEventKind.Waiting ? RunStatus.Waiting : RunStatus.Interrupted;
    }

    private static List<SafetyRunStep> Taken(IReadOnlyList<RunEvent> events)
    {
        var steps = new List<SafetyRunStep>();
        foreach (var item in events.Where(item => item.Address is not null))
        {
            var at = steps.FindIndex(step => step.Address == item.Address);
            var step = at >= 0 ? steps[at] : new SafetyRunStep(item.Address!, (string?)item.Detail["name"] ?? "", StepState.Running, "", StepEffect.Unknown, item.Time, null, 1, null, null);
            step = item.Kind switch
            {
                RunEventKind.StepStarted => step with { State = StepState.Running, Action = Commands(item) ?? step.Action, Attempts = (int?)item.Detail["attempt"] ?? 1, Started = step.Started ?? item.Time },
                RunEventKind.AttemptFailed => step with { Detail = Message(item) },
                RunEventKind.Waiting => step with { State = StepState.Waiting, Detail = (string?)item.Detail["question"] },
                RunEventKind.StepEnded => step with
                {
                    State = StepStates.Read((string?)item.Detail["state"]),
                    Duration = item.Time - step.Started,
                    Attempts = (int?)item.Detail["attempts"] ?? step.Attempts,
                    Detail = Message(item) ?? (string?)item.Detail["detail"] ?? OutputText.Of(item.Detail["output"]),
                    ErrorId = (string?)item.Detail["error"]?["id"],
                },
                RunEventKind.Escalated => step with { Detail = $"{step.Detail} The runbook {(string?)item.Detail["to"]} took over.".TrimStart() },
                _ => step,
            };
            if (at >= 0)
                steps[at] = step;
            else
                steps.Add(step);
        }

        return steps;
    }

    private static string? Commands(RunEvent item) => item.Detail["commands"] is JsonArray commands
        ? string.Join(" | ", commands.OfType<JsonObject>().SelectMany(command => command.Select(entry => entry.Key)))
        : null;

    private static string? Message(RunEvent item) => (string?)item.Detail["error"]?["message"];

    private static string? Next(RunFolder folder, RunStatus status, RunEvent? waiting) => status switch
    {
        RunStatus.Waiting when (string?)waiting!.Detail["kind"] == "approval" => $"At a console: dbsafety resume-run {folder.RunId}",
        RunStatus.Waiting => $"dbsafety resume-run {folder.RunId} --answer {Answer(waiting!)}",
        RunStatus.Cancelled or RunStatus.Interrupted => $"dbsafety resume-run {folder.RunId}",
        _ => null,
    };

    private static string Answer(RunEvent waiting)
    {
        var fields = waiting.Detail["fields"] as JsonArray ?? [];
        if (fields.Count > 0)
            return string.Join(" --answer ", fields.Select(field => $"{JsonText.Show(field)}=…"));
        var choices = waiting.Detail["choices"] as JsonArray ?? [];
        return choices.Count > 0 ? string.Join("|", choices.Select(JsonText.Show)) : "\"…\"";
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Running;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>The error that a run ends with where it did not succeed.</summary>
internal static class RunOutcome
{
    public static DbSafetyException? Error(SafetyRun run, IReadOnlyList<RunEvent> events) => run.Status switch
    {
        RunStatus.Succeeded => null,
        RunStatus.Waiting => new DbSafetyException("RunWaiting", ErrorKind.NotApproved, $"The run {run.RunId} waits for a person: {run.Question}")
        {
            State = "The steps before are done, as the run's journal says; the one that waits was not begun.",
            NextStep = run.NextStep,
        },
        RunStatus.Cancelled => new DbSafetyException("RunCancelled", ErrorKind.Cancelled, $"The run {run.RunId} was stopped.")
        {
            State = "The step that was under way was cancelled; its end was not checked. The steps under 'always' were taken.",
            NextStep = run.NextStep,
        },
        RunStatus.Recovered => Failure(run, events, "RunRecovered", $"The run {run.RunId} came to its end, but a step failed"),
        RunStatus.Escalated => Failure(run, events, "RunEscalated", $"The run {run.RunId} came to its end by another runbook, after a step failed"),
        _ => Failure(run, events, "RunFailed", $"The run {run.RunId} failed"),
    };

    private static DbSafetyException Failure(SafetyRun run, IReadOnlyList<RunEvent> events, string id, string what)
    {
        var failed = events.Where(item => item.Kind == RunEventKind.StepEnded && item.Detail["error"] is JsonObject).ToList();
        var first = failed.FirstOrDefault();
        var cause = first is null ? null : FailureFacts.Read((JsonObject)first.Detail["error"]!);
        return new DbSafetyException(id, run.Status == RunStatus.Failed ? cause?.Kind ?? ErrorKind.CheckFailed : ErrorKind.CheckFailed,
            cause is null ? what + "." : $"{what}: step {first!.Address}, {(string?)first.Detail["name"]}: {cause.Message}")
        {
            State = cause?.State ?? "The run's journal says what each step did.",
            NextStep = $"dbsafety runs {run.RunId}",
            SqlState = cause?.SqlState,
            Script = cause?.Script,
            Line = cause?.Line,
            Column = cause?.Column,
            Detail = [.. failed.Skip(1).Select(item => $"Step {item.Address}, {(string?)item.Detail["name"]}: {(string?)item.Detail["error"]!["message"]}")],
        };
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>
/// Carries out a runbook, from its first step or from where its journal ends. The journal has each step's intent before it and its
/// outcome after it; a step whose outcome is there is never run again.
/// </summary>
public sealed class RunbookRunner(RunSession session)
{
    /// <summary>Runs to the end, or to where a person has to answer.</summary>
    /// <param name="inputs">The runbook's inputs.</param>
    /// <param name="cancellationToken">Stops the step that is under way; the steps under <c>always</c> are taken before this returns.</param>
    public async Task<RunStatus> RunAsync(JsonObject inputs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watch = StopWatch.Start(session, stop);
        var scope = new RunScope(inputs, session.Facts);
        var runner = new ProcedureRunner(session, new StepDisplay(session.Host));
        var end = await runner.RunAsync(session.Runbook, scope, "", stop.Token);
        var status = Status(end);
        if (status != RunStatus.Waiting)
            session.Journal.Append(RunEventKind.RunEnded, null, new JsonObject { ["status"] = JsonNamingPolicyName(status) });
        return status;
    }

    private static RunStatus Status(SequenceResult result) => result.End switch
    {
        SequenceEnd.Complete => result.HadFailure ? RunStatus.Recovered : RunStatus.Succeeded,
        SequenceEnd.Escalated => RunStatus.Escalated,
        SequenceEnd.Waiting => RunStatus.Waiting,
        SequenceEnd.Cancelled => RunStatus.Cancelled,
        _ => RunStatus.Failed,
    };

    private static string JsonNamingPolicyName(RunStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}

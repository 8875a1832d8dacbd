using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Actions;
using DbSafety.Engine.Runbooks.Running.Inputs;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Carries out one step: its condition, its action, what is expected of it; and writes what came of it.</summary>
internal sealed class StepRunner(RunSession session, ProcedureRunner procedures)
{
    private readonly StepLog _log = new(session);
    private readonly PipelineStep _pipelines = new(session);
    private readonly AskStep _questions = new(session);
    private readonly ApproveStep _approvals = new(session);

    public async Task<StepResult> RunAsync(RunbookStep step, RunScope scope, string address, CancellationToken cancellationToken)
    {
        // A group is gone through again even where it has ended: what its parts gave is known by their ids.
        if (session.History.Outcome(address) is { } known && (step.Action is not GroupAction || known.State == StepState.Skipped))
            return known;
        if (cancellationToken.IsCancellationRequested)
            return new StepResult(StepState.Cancelled);
        if (step.When is { } when && session.History.Began(address) is false && !when.Holds(scope))
            return _log.End(address, step, new StepResult(StepState.Skipped) { Detail = $"Not so: {when.Text}", Attempts = 0 });
        return step.Action switch
        {
            PipelineAction pipeline => await _pipelines.RunAsync(step, pipeline, scope, address, cancellationToken),
            AskAction ask => await _questions.RunAsync(step, ask, scope, address, cancellationToken),
            ApproveAction approve => await _approvals.RunAsync(step, approve, scope, address, cancellationToken),
            GroupAction group => await GroupAsync(step, scope, address, token => procedures.SequenceAsync(group.Steps, scope, address + ".", null, token), cancellationToken),
            CallAction call => await GroupAsync(step, scope, address, token => CallAsync(call, scope, address, token), cancellationToken),
            _ => throw new InvalidOperationException($"A step's action of the type {step.Action.GetType().Name}."),
        };
    }

    private async Task<SequenceResult> CallAsync(CallAction call, RunScope scope, string address, CancellationToken cancellationToken)
    {
        var runbook = session.Library[call.Runbook];
        try
        {
            var inputs = InputBinder.FromValues(runbook, call.With, scope);
            return await procedures.RunAsync(runbook, new RunScope(inputs, session.Facts), $"{address}>{call.Runbook}/", cancellationToken);
        }
        catch (DbSafetyException error) when (error.Id == InputBinder.InvalidInput)
        {
            return new SequenceResult(SequenceEnd.Failed, null, true) { Last = StepResult.Failed(error) };
        }
    }

    private async Task<StepResult> GroupAsync(RunbookStep step, RunScope scope, string address, Func<CancellationToken, Task<SequenceResult>> run, CancellationToken cancellationToken)
    {
        if (session.History.Began(address) is false)
            _log.Begin(address, step);
        using var limit = StepLimit.Start(step.Timeout, session.Host.Time, cancellationToken);
        var inner = await run(limit.Token);
        var result = inner.End switch
        {
            SequenceEnd.Waiting => inner.Last ?? new StepResult(StepState.Waiting),
            SequenceEnd.Cancelled when limit.HasPassed => new StepResult(StepState.TimedOut) { Error = StepErrors.TimedOut(step, address, limit.Span) },
            SequenceEnd.Cancelled => new StepResult(StepState.Cancelled),
            SequenceEnd.Complete => Expectations.Judge(step, scope, new StepResult(StepState.Succeeded, inner.Output) { HadInnerFailure = inner.HadFailure }),
            SequenceEnd.Escalated => new StepResult(StepState.Succeeded, inner.Output) { HadInnerFailure = true, Detail = "Another runbook took over, and was carried out whole." },
            _ => new StepResult(StepState.Failed, inner.Output) { Error = inner.Last?.Error ?? StepErrors.Inner(step, address) },
        };

        // Where a part waits or was stopped, the group itself goes on later.
        return result.State is StepState.Waiting or StepState.Cancelled || session.History.Outcome(address) is not null ? result : _log.End(address, step, result);
    }
}

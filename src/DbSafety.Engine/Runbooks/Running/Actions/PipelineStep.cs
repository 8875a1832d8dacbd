using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Resuming;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running.Actions;

/// <summary>A step that runs commands: in its time, as often as its rule says.</summary>
internal sealed class PipelineStep(RunSession session)
{
    private readonly StepLog _log = new(session);
    private readonly PipelineCalls _calls = new(session);
    private readonly InterruptedStep _interrupted = new(session);
    private readonly StepApprovals _approvals = new(session);

    public async Task<StepResult> RunAsync(RunbookStep step, PipelineAction action, RunScope scope, string address, CancellationToken cancellationToken)
    {
        if (session.History.WasUnderWay(address) && await _interrupted.DecideAsync(step, action, scope, address, cancellationToken) is { } decided)
            return decided.State == StepState.Waiting ? decided : _log.End(address, step, decided);
        var mark = StepEffects.Of(step) == StepEffect.OnlyReads ? null : await _approvals.MarkAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            IReadOnlyList<PipelineCall> calls;
            try
            {
                calls = _calls.Resolve(action, scope);
            }
            catch (DbSafetyException error)
            {
                _log.Begin(address, step, attempt);
                return _log.End(address, step, StepResult.Failed(error));
            }

            _log.Begin(address, step, attempt, PipelineCalls.Show(calls));
            var result = await OnceAsync(step, action, calls, scope, address, cancellationToken) with { Attempts = attempt };
            if (result is { Error.Kind: ErrorKind.NotApproved } && (!session.Host.CanAsk || result.Error.Id is "ApprovalNeeded" or "ApprovalNeedsMorePeople"))
                return _log.Wait(address, step, $"{result.Error.Message} {result.Error.NextStep}".Trim(), kind: "approval");
            if (!result.HasFailed || !MayRetry(step.Retry, result.Error!, attempt))
                return _log.End(address, step, result with { Approvals = await _approvals.SinceAsync(mark, CancellationToken.None) });
            var pause = Pause(step.Retry!, attempt);
            _log.AttemptFailed(address, attempt, result, pause);
            session.Host.Warning($"Step {address}, attempt {attempt}: {result.Error!.Message} It is tried again in {Projects.Yaml.Quantity.Show(pause)}.");
            try
            {
                await Task.Delay(pause, session.Host.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return _log.End(address, step, new StepResult(StepState.Cancelled) { Attempts = attempt });
            }
        }
    }

    private async Task<StepResult> OnceAsync(RunbookStep step, PipelineAction action, IReadOnlyList<PipelineCall> calls, RunScope scope, string address, CancellationToken cancellationToken)
    {
        using var limit = StepLimit.Start(step.Timeout ?? DefaultTimeouts.Of(action), session.Host.Time, cancellationToken);
        try
        {
            var objects = await session.Pipelines.RunPipelineAsync(calls, new StepHost(session.Host), limit.Token);
            return Expectations.Judge(step, scope, new StepResult(StepState.Succeeded, Output(objects)));
        }
        catch (OperationCanceledException error)
        {
            return limit.HasPassed ? TimedOut(step, address, limit, error) : new StepResult(StepState.Cancelled);
        }
        catch (DbSafetyException error)
        {
            return limit.HasPassed ? TimedOut(step, address, limit, error)
                : cancellationToken.IsCancellationRequested && error.Kind == ErrorKind.Cancelled ? new StepResult(StepState.Cancelled)
                : StepResult.Failed(error);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A defect in a command is that step's failure: the steps under 'always' have to be taken, and the journal has to tell.
            return StepResult.Failed(StepErrors.Unforeseen(error));
        }
    }

    private static StepResult TimedOut(RunbookStep step, string address, StepLimit limit, Exception error) =>
        new(StepState.TimedOut) { Error = StepErrors.TimedOut(step, address, limit.Span, error) };

    private static JsonNode? Output(IReadOnlyList<object> objects)
    {
        var nodes = objects.Select(item => item as JsonNode ?? JsonSerializer.SerializeToNode(item, item.GetType(), ResultJson.Compact)).ToList();
        return nodes.Count switch { 0 => null, 1 => nodes[0], _ => new JsonArray([.. nodes]) };
    }

    private static bool MayRetry(RetryRule? rule, DbSafetyException error, int attempt) => rule is not null && attempt <= rule.Count
        && (rule.Errors.Count == 0 || rule.Errors.Contains(error.Id, StringComparer.OrdinalIgnoreCase) || rule.Errors.Contains(error.Kind.ToString(), StringComparer.OrdinalIgnoreCase));

    private static TimeSpan Pause(RetryRule rule, int attempt)
    {
        var milliseconds = rule.Delay.TotalMilliseconds * Math.Pow(rule.Backoff, attempt - 1);
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, rule.Longest.TotalMilliseconds));
    }
}

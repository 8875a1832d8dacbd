using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Inputs;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Carries out one runbook: its steps, and then those under <c>always</c>, whatever came of the first.</summary>
internal sealed class ProcedureRunner
{
    private readonly RunSession _session;
    private readonly StepDisplay _display;
    private readonly StepRunner _steps;

    public ProcedureRunner(RunSession session, StepDisplay display)
    {
        _session = session;
        _display = display;
        _steps = new StepRunner(session, this);
    }

    /// <param name="runbook">The runbook.</param>
    /// <param name="scope">What its references see.</param>
    /// <param name="prefix">What stands before the numbers of its steps: nothing, or the step that called it.</param>
    /// <param name="cancellationToken">Stops the step that is under way; not those under <c>always</c>.</param>
    public async Task<SequenceResult> RunAsync(Runbook runbook, RunScope scope, string prefix, CancellationToken cancellationToken)
    {
        var main = await SequenceAsync(runbook.Steps, scope, prefix, (runbook, 0), cancellationToken);
        if (main.End == SequenceEnd.Waiting || runbook.Always.Count == 0)
            return main;

        // A run that was stopped took these steps already, and takes them again at its real end: the round is part of their numbers.
        var round = _session.History.Round > 0 ? $"{prefix}round{_session.History.Round + 1}/" : prefix;
        var always = await SequenceAsync(runbook.Always, scope, round, (runbook, runbook.Steps.Count), CancellationToken.None);
        return always.End switch
        {
            SequenceEnd.Waiting => always,
            SequenceEnd.Complete => main with { HadFailure = main.HadFailure || always.HadFailure },
            _ => main.End == SequenceEnd.Complete ? always with { HadFailure = true, End = SequenceEnd.Failed } : main,
        };
    }

    /// <summary>Carries out steps in their order, until one ends the list.</summary>
    public async Task<SequenceResult> SequenceAsync(
        IReadOnlyList<RunbookStep> steps, RunScope scope, string prefix, (Runbook Runbook, int Offset)? numbered, CancellationToken cancellationToken)
    {
        JsonNode? output = null;
        var hadFailure = false;
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var number = (numbered?.Offset ?? 0) + i + 1;
            var address = $"{prefix}{number}";
            if (numbered is not null)
                _display.Show(numbered.Value.Runbook, number, step, StepState.Running);
            var result = await _steps.RunAsync(step, scope, address, cancellationToken);
            if (numbered is not null)
                _display.Show(numbered.Value.Runbook, number, step, result.State, result.Detail ?? result.Error?.Message);
            if (step.Id is not null)
                scope.Keep(step.Id, result.Output);
            output = result.Output;
            hadFailure |= result.HadInnerFailure;
            switch (result.State)
            {
                case StepState.Waiting:
                    return new SequenceResult(SequenceEnd.Waiting, null, hadFailure) { Last = result };
                case StepState.Cancelled:
                    return new SequenceResult(SequenceEnd.Cancelled, null, hadFailure) { Last = result };
                case StepState.Failed or StepState.TimedOut:
                    scope.Failed = FailureFacts.Of(step, address, result);
                    if (step.OnFailure.EscalatesTo is { } name)
                        return await EscalateAsync(step, name, scope, address, result, cancellationToken);
                    if (!step.OnFailure.Continues)
                        return new SequenceResult(SequenceEnd.Failed, output, true) { Last = result };
                    hadFailure = true;
                    break;
            }
        }

        return new SequenceResult(SequenceEnd.Complete, output, hadFailure);
    }

    private async Task<SequenceResult> EscalateAsync(RunbookStep step, string name, RunScope scope, string address, StepResult failure, CancellationToken cancellationToken)
    {
        var runbook = _session.Library[name];
        var prefix = $"{address}>{name}/";
        if (!_session.History.HasEscalated(address))
        {
            _session.Journal.Append(RunEventKind.Escalated, address, new JsonObject { ["to"] = name });
            _session.Host.Warning($"Step {address} failed; the runbook {name} takes over: {failure.Error?.Message}");
        }

        JsonObject inputs;
        try
        {
            inputs = InputBinder.FromValues(runbook, step.OnFailure.With, scope);
        }
        catch (DbSafetyException error) when (error.Id == InputBinder.InvalidInput)
        {
            _session.Host.Warning($"The runbook {name} cannot take over: {error.Message}");
            return new SequenceResult(SequenceEnd.Failed, null, true) { Last = failure };
        }

        var taken = await RunAsync(runbook, new RunScope(inputs, _session.Facts), prefix, cancellationToken);
        return taken.End is SequenceEnd.Complete && !taken.HadFailure ? taken with { End = SequenceEnd.Escalated, HadFailure = true }
            : taken.End is SequenceEnd.Complete ? taken with { End = SequenceEnd.Failed }
            : taken with { HadFailure = true };
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Executing.Batches;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Runs the steps of a script in the order of the source, each with its rows in the journal.</summary>
internal sealed class ScriptRunner(RunContext run, ScriptSession session)
{
    private long _keysDone;

    /// <summary>Runs a script.</summary>
    /// <param name="plan">The script.</param>
    /// <param name="unfinished">The attempt that it goes on with; null to begin at the first step.</param>
    /// <param name="started">The row that says that it begins; left out where the script is one transaction.</param>
    /// <param name="finished">Makes the row that says that it is done, which is part of its last step.</param>
    public async Task<ScriptResult> RunAsync(
        ScriptPlan plan, UnfinishedAttempt? unfinished, JournalEntry started, Func<JournalEntry> finished, CancellationToken cancellationToken)
    {
        var done = unfinished?.StepsDone.DefaultIfEmpty(0).Max() ?? 0;
        try
        {
            if (!plan.IsAtomic || unfinished is not null)
                await run.Journal.AppendAsync(session.Connection, started with { Step = done + 1 }, cancellationToken);
            foreach (var step in plan.Steps.Skip(done))
            {
                Report(plan, step);
                var isLast = step.Number == plan.Steps.Count;
                var row = isLast ? finished : () => run.Entry(JournalEvent.StepDone, started.Migration) with { Step = step.Number };
                await RunAsync(plan, step, OpenStep(unfinished, step), unfinished?.Batch is { } batch && batch.Entry.Step == step.Number ? batch : null, started.Migration!, row, cancellationToken);
                done = step.Number;
                _keysDone = 0;
            }

            return new ScriptResult(done);
        }
        catch (StepFailure failure)
        {
            return new ScriptResult(failure.Fate == StepFate.Done ? done + 1 : done, failure.Error, failure.Fate == StepFate.Unknown) { KeysDone = _keysDone };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new ScriptResult(done, ScriptErrors.Cancelled(plan, plan.Steps[Math.Min(done, plan.Steps.Count - 1)].Statements[0].Line)) { KeysDone = _keysDone };
        }
        catch (DbSafetyException error)
        {
            return new ScriptResult(done, error) { KeysDone = _keysDone };
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            return new ScriptResult(done, PostgresErrors.Map(error, $"running {ScriptName.Of(plan.Path)}")) { KeysDone = _keysDone };
        }
    }

    private async Task RunAsync(ScriptPlan plan, ScriptStep step, JournalRow? open, JournalRow? batch, string migration, Func<JournalEntry> row, CancellationToken cancellationToken)
    {
        if (step.Batch is not null)
        {
            var batches = new BatchStep(run, session, plan, step);
            try
            {
                await batches.RunAsync(migration, batch, row, cancellationToken);
            }
            finally
            {
                _keysDone = batches.Done;
            }

            return;
        }

        if (step.InTransaction)
        {
            await new TransactionStep(run, session, plan, step).RunAsync(row, cancellationToken);
            return;
        }

        if (open is not null && await IsDoneAlreadyAsync(plan, step, open.Entry.Detail[EvidenceReader.Before] as JsonArray, cancellationToken))
        {
            await run.Journal.AppendAsync(session.Connection, row(), cancellationToken);
            return;
        }

        var begins = run.Entry(JournalEvent.StepStarted, migration) with { Step = step.Number };
        await new AloneStep(run, session, plan, step).RunAsync(begins, row, cancellationToken);
    }

    // Debris goes first: what takes it away may also bring the statement to its end, as FINALIZE does.
    private async Task<bool> IsDoneAlreadyAsync(ScriptPlan plan, ScriptStep step, JsonArray? before, CancellationToken cancellationToken)
    {
        var statement = step.Statements[0];
        var reader = new EvidenceReader(session.Connection);
        var evidence = await reader.ReadAsync(statement, before, cancellationToken);
        if (evidence.State == StatementState.Debris)
        {
            await new DebrisRemoval(session, run.Limits).RunAsync(evidence, cancellationToken);
            session.Note($"line {statement.Line}: the earlier attempt had left {evidence.Detail}; it was taken away");
            evidence = await reader.ReadAsync(statement, before, cancellationToken);
        }

        switch (evidence.State)
        {
            case StatementState.Applied:
                session.Note($"line {statement.Line}: {statement.Facts.Tag} was done by the earlier attempt, as the catalog shows: {evidence.Detail}");
                return true;
            case StatementState.NotApplied or StatementState.Repeatable:
                return false;
            default:
                throw new StepFailure(new DbSafetyException("StepUncertain", ErrorKind.StateUnknown,
                    $"{ScriptName.Of(plan.Path)}, {step}: it began in an earlier run, and whether it was done cannot be told from the catalog: {evidence.Detail}.")
                {
                    Script = plan.Path,
                    Line = statement.Line,
                }, StepFate.Unknown);
        }
    }

    private static JournalRow? OpenStep(UnfinishedAttempt? unfinished, ScriptStep step) => unfinished?.OpenStep is { } open && open.Entry.Step == step.Number ? open : null;

    private void Report(ScriptPlan plan, ScriptStep step)
    {
        if (plan.Steps.Count > 1)
            run.Host.Verbose($"{ScriptName.Of(plan.Path)}: {step}");
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>
/// Runs a statement that cannot run in a transaction, between two rows of the journal: one before, one after. What a failed
/// CONCURRENTLY leaves behind is taken away, and success is asserted from the catalog.
/// </summary>
internal sealed class AloneStep(RunContext run, ScriptSession session, ScriptPlan plan, ScriptStep step)
{
    private readonly StatementLimits _limits = new(run.Limits, plan.Header);
    private readonly Sql.SqlStatement _statement = step.Statements[0];
    private readonly EvidenceReader _evidence = new(session.Connection);
    private JsonArray? _before;
    private string? _migration;

    /// <exception cref="StepFailure">It did not come to its end.</exception>
    public async Task RunAsync(JournalEntry started, Func<JournalEntry> row, CancellationToken cancellationToken)
    {
        if (await _evidence.BeforeAsync(_statement, cancellationToken) is { } before)
            started.Detail[EvidenceReader.Before] = before;
        _before = started.Detail[EvidenceReader.Before] as JsonArray;
        _migration = started.Migration;
        started.Detail["statement"] = $"{_statement.Facts.Tag}, line {_statement.Line}";
        var index = new InvalidIndexes(session);
        var retry = _limits.Retry(run.Host);
        await run.Lock.EnsureHeldAsync(session.Connection, cancellationToken);
        await run.Journal.AppendAsync(session.Connection, started, cancellationToken);
        while (true)
        {
            await using var attempt = Guard.Begin(run.Guard, session.BackendPid, plan.Header);
            try
            {
                await index.PrepareAsync(_statement, cancellationToken);
                await session.RunAsync(_statement, [], await LimitsAsync(cancellationToken), _limits.Answer(_statement, plan));
                await attempt.DisposeAsync();
                await index.AssertNoneLeftAsync(_statement, plan, cancellationToken);
                await AssertDoneAsync(cancellationToken);
                break;
            }
            catch (Exception error) when (error is OperationCanceledException || PostgresErrors.IsDriverError(error))
            {
                await attempt.DisposeAsync();
                await FailAsync(error, attempt.Trip, index, retry, cancellationToken);
            }
        }

        await session.SendAsync(CancellationToken.None, "RESET SESSION AUTHORIZATION", "RESET ROLE");
        await run.Journal.AppendAsync(session.Connection, row(), CancellationToken.None);
    }

    // What the server called done has to show: an index that is valid, a partition that is detached, a constraint that is validated.
    private async Task AssertDoneAsync(CancellationToken cancellationToken)
    {
        var evidence = await _evidence.ReadAsync(_statement, _before, cancellationToken);
        if (evidence.State is not (StatementState.NotApplied or StatementState.Debris))
            return;
        throw new StepFailure(new DbSafetyException("StepNotDone", ErrorKind.StateUnknown,
            $"{ScriptName.Of(plan.Path)}, line {_statement.Line}: the server called {_statement.Facts.Tag} done, and the catalog shows otherwise: {evidence.Detail}.")
        {
            Script = plan.Path,
            Line = _statement.Line,
        }, evidence.State == StatementState.NotApplied ? StepFate.RolledBack : StepFate.Unknown);
    }

    // The limits are sent on their own: with them in one message the statement would be in an implicit transaction (research L16).
    private async Task<CancellationToken> LimitsAsync(CancellationToken cancellationToken)
    {
        foreach (var setting in _limits.ForAlone(_statement, session.Connection.PostgreSqlVersion.Major))
            await session.SendAsync(cancellationToken, setting);
        return cancellationToken;
    }

    private async Task FailAsync(Exception error, GuardTrip? trip, InvalidIndexes index, LockRetry retry, CancellationToken cancellationToken)
    {
        var cancelled = cancellationToken.IsCancellationRequested;
        var mapped = cancelled ? ScriptErrors.Cancelled(plan, _statement.Line) : trip?.Error(ScriptName.Of(plan.Path), plan.Path, _statement.Line) ?? ScriptErrors.At(_statement, plan, error);
        if (session.Connection.FullState != System.Data.ConnectionState.Open)
            throw new StepFailure(mapped, StepFate.Unknown);
        var cleaned = await index.DropLeftoversAsync(_statement);
        // A statement that commits in between may have done a part; only for these kinds is it known what a failure leaves.
        var fate = cleaned && IsAllOrNothing ? StepFate.RolledBack : StepFate.Unknown;
        if (cancelled || fate == StepFate.Unknown || (trip is null && !LockRetry.IsLockTrouble(error)))
            throw new StepFailure(mapped, fate);
        var blockers = await Blockers.TryFindAsync(session.Connection, _statement, cancellationToken);
        if (!await retry.WaitAsync(cancellationToken))
            throw new StepFailure(ScriptErrors.Exhausted(mapped, retry, blockers), StepFate.RolledBack);
        if (trip is not null)
            await GuardRecord.TryWriteAsync(run, session.Connection, trip, _migration, step.Number, _statement.Line);
        if (trip is not null)
            session.Note($"line {_statement.Line}: an attempt was stopped by the guard: {string.Join("; ", mapped.Detail.Take(3).Prepend(mapped.Message))}");
    }

    private bool IsAllOrNothing => !_statement.Facts.RunsOutsideTransaction
        || _statement.Facts.Tag is "CREATE INDEX" or "REINDEX" or "VACUUM" or "ANALYZE" or "CLUSTER" or "ALTER TYPE" or "CREATE DATABASE" or "CREATE TABLESPACE"
            or "CREATE SUBSCRIPTION" or "DROP INDEX";
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Runs a step that is a transaction. Its journal row is part of it, so the row is there exactly when the step is done.</summary>
internal sealed class TransactionStep(RunContext run, ScriptSession session, ScriptPlan plan, ScriptStep step)
{
    private readonly StatementLimits _limits = new(run.Limits, plan.Header);
    private readonly StatementRecord _ran = new(run.Host.Time);

    /// <exception cref="StepFailure">It did not come to its end.</exception>
    public async Task RunAsync(Func<JournalEntry> row, CancellationToken cancellationToken)
    {
        var retry = _limits.Retry(run.Host);
        while (true)
        {
            var statement = step.Statements[0];
            await using var attempt = Guard.Begin(run.Guard, session.BackendPid, plan.Header);
            try
            {
                var transaction = await RunStatementsAsync(current => statement = current, attempt, cancellationToken);
                await attempt.DisposeAsync();
                if (attempt.Trip is null)
                {
                    await CommitAsync(transaction, _ran.AddTo(row()));
                    return;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await attempt.DisposeAsync();
                await RollBackAsync();
                throw new StepFailure(ScriptErrors.Cancelled(plan, statement.Line), StepFate.RolledBack);
            }
            catch (DbSafetyException error)
            {
                await attempt.DisposeAsync();
                await RollBackAsync();
                throw new StepFailure(error, error.Kind == ErrorKind.StateUnknown ? StepFate.Unknown : StepFate.RolledBack);
            }
            catch (Exception error) when (PostgresErrors.IsDriverError(error))
            {
                await attempt.DisposeAsync();
                await RollBackAsync();
                cancellationToken.ThrowIfCancelledAs(plan, statement.Line);
                if (attempt.Trip is null)
                {
                    var mapped = ScriptErrors.At(statement, plan, error);
                    if (!LockRetry.IsLockTrouble(error))
                        throw new StepFailure(mapped, StepFate.RolledBack);
                    await RetryAsync(retry, mapped, statement, cancellationToken);
                    continue;
                }
            }

            await RollBackAsync();
            await GuardRecord.TryWriteAsync(run, session.Connection, attempt.Trip, row().Migration, step.Number, statement.Line);
            await RetryAsync(retry, attempt.Trip.Error(ScriptName.Of(plan.Path), plan.Path, statement.Line), statement, cancellationToken);
        }
    }

    // The transaction begins in the same message as its first statement: a run of many small migrations is a matter of round trips.
    private async Task<string> RunStatementsAsync(Action<SqlStatement> at, GuardedAttempt attempt, CancellationToken cancellationToken)
    {
        List<string> before = ["BEGIN", _limits.Opening(step.Statements[0], session.Connection.PostgreSqlVersion.Major)];
        string? transaction = null;
        TimeSpan? timeout = null;
        _ran.Clear();
        foreach (var statement in step.Statements)
        {
            at(statement);
            if (attempt.Trip is not null)
                break;
            // A script that sets the timeout itself knows why; after the opening, ours is set only where the kind of statement changes.
            var wanted = _limits.StatementTimeout(statement);
            if (timeout is not null && wanted != timeout)
                before.Add($"SET LOCAL statement_timeout = {PostgresDuration.Setting(wanted)}");
            timeout = wanted;
            var began = run.Host.Time.GetTimestamp();
            var given = await session.RunAsync(statement, before, cancellationToken, _limits.Answer(statement, plan));
            _ran.Add(statement, began);
            transaction ??= (string)given!;
            if (run.Limits.MaxRows is { } most && session.RowsChanged > most && !RowLimit.IsAllowed(plan, statement))
                throw RowLimit.Exceeded(plan, statement, session.RowsChanged, most);
            before.Clear();
        }

        // Only an attempt that the guard stopped may have none.
        return transaction ?? "";
    }

    /// <summary>
    /// One message: the journal's row, the two conditions, and the commit, which the server skips when anything before it fails.
    /// It is not cancelled: its answer is what we want to know.
    /// </summary>
    private async Task CommitAsync(string transaction, JournalEntry row)
    {
        var conditions = run.Lock.RequireHeld(transaction);
        await using var batch = new NpgsqlBatch(session.Connection)
        {
            Timeout = _limits.Answer(step.Statements[^1], plan),
            BatchCommands =
            {
                // The script may have become another role, which need not be able to write the journal.
                new NpgsqlBatchCommand("RESET SESSION AUTHORIZATION"),
                new NpgsqlBatchCommand("RESET ROLE"),
                run.Journal.Command(row),
                conditions,
                new NpgsqlBatchCommand("COMMIT"),
            },
        };
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException error) when (session.Connection.FullState == System.Data.ConnectionState.Open)
        {
            throw error.BatchCommand != conditions ? ScriptErrors.AtCommit(step, plan, error)
                : RunLock.IsLost(error) ? RunLock.Lost()
                : RunLock.IsOtherTransaction(error) ? ScriptErrors.TransactionEnded(step, plan)
                : ScriptErrors.AtCommit(step, plan, error);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            // Where the answer was only late, the session may still be open; the server lets go of it, and what it did then can be read.
            await session.Connection.CloseAsync();
            var fate = await CommitInquiry.AskAsync(run.Sessions, session.BackendPid, row, run.Host);
            throw new StepFailure(PostgresErrors.Map(error, $"committing {ScriptName.Of(plan.Path)}"), fate);
        }
    }

    private async Task RollBackAsync()
    {
        try
        {
            await session.SendAsync(CancellationToken.None, "ROLLBACK");
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            run.Host.Verbose($"The session is gone, and its transaction with it: {error.Message}");
        }
    }

    private async Task RetryAsync(LockRetry retry, DbSafetyException error, SqlStatement statement, CancellationToken cancellationToken)
    {
        var blockers = error.SqlState is null ? [] : await Blockers.TryFindAsync(session.Connection, statement, cancellationToken);
        var attempt = retry.Attempt;
        if (!await retry.WaitAsync(cancellationToken))
            throw new StepFailure(ScriptErrors.Exhausted(error, retry, blockers), StepFate.RolledBack);
        var note = error.SqlState is null
            ? $"line {statement.Line}: attempt {attempt} was stopped by the guard: {string.Join("; ", error.Detail.Take(3).Prepend(error.Message))}"
            : $"line {statement.Line}: attempt {attempt} got no lock ({error.SqlState}){(blockers.Count > 0 ? $"; in the way: {blockers[0]}" : "")}";
        session.Note(note);
        run.Host.Verbose($"{ScriptName.Of(plan.Path)}, {note}. Trying again.");
    }
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Runs a step that is a transaction. Its journal row is part of it, so the row is there exactly when the step is done.</summary>
internal sealed class TransactionStep(RunContext run, ScriptSession session, ScriptPlan plan, ScriptStep step)
{
    private readonly StatementLimits _limits = new(run.Limits, plan.Header);

    /// <exception cref="StepFailure">It did not come to its end.</exception>
    public async Task RunAsync(Func<JournalEntry> row, CancellationToken cancellationToken)
    {
        var retry = new LockRetry(run.Limits, run.Host);
        while (true)
        {
            var statement = step.Statements[0];
            try
            {
                var transaction = await BeginAsync(cancellationToken);
                await RunStatementsAsync(current => statement = current, cancellationToken);
                await CommitAsync(transaction, row(), cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await RollBackAsync();
                throw new StepFailure(ScriptErrors.Cancelled(plan, statement.Line), StepFate.RolledBack);
            }
            catch (DbSafetyException error)
            {
                await RollBackAsync();
                throw new StepFailure(error, error.Kind == ErrorKind.StateUnknown ? StepFate.Unknown : StepFate.RolledBack);
            }
            catch (Exception error) when (PostgresErrors.IsDriverError(error))
            {
                await RollBackAsync();
                cancellationToken.ThrowIfCancelledAs(plan, statement.Line);
                var mapped = ScriptErrors.At(statement, plan, error);
                if (!ScriptErrors.IsLockTrouble(error))
                    throw new StepFailure(mapped, StepFate.RolledBack);
                await RetryAsync(retry, mapped, statement, cancellationToken);
            }
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session.Connection);
        foreach (var command in (IEnumerable<string>)["BEGIN", .. _limits.ForTransaction(session.Connection.PostgreSqlVersion.Major), "SELECT pg_catalog.pg_current_xact_id()::text"])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(command));
        return (string)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task RunStatementsAsync(Action<SqlStatement> at, CancellationToken cancellationToken)
    {
        TimeSpan? timeout = null;
        foreach (var statement in step.Statements)
        {
            at(statement);
            // A script that sets the timeout itself knows why; ours is set only where the kind of statement changes.
            var wanted = _limits.StatementTimeout(statement);
            string[] settings = wanted == timeout ? [] : [$"SET LOCAL statement_timeout = {PostgresDuration.Setting(wanted)}"];
            timeout = wanted;
            await session.RunAsync(statement, settings, cancellationToken);
        }
    }

    private async Task CommitAsync(string transaction, JournalEntry row, CancellationToken cancellationToken)
    {
        await using (var batch = new NpgsqlBatch(session.Connection))
        {
            // The script may have become another role, which need not be able to write the journal.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("RESET SESSION AUTHORIZATION"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("RESET ROLE"));
            batch.BatchCommands.Add(run.Journal.Command(row));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.pg_current_xact_id()::text"));
            batch.BatchCommands.Add(run.Lock.IsHeld());
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken) || reader.GetString(0) != transaction)
                throw ScriptErrors.TransactionEnded(step, plan);
            if (!await reader.NextResultAsync(cancellationToken) || !await reader.ReadAsync(cancellationToken) || !reader.GetBoolean(0))
                throw RunLock.Lost();
        }

        await SendCommitAsync(row);
    }

    // A commit is not cancelled: its answer is what we want to know.
    private async Task SendCommitAsync(JournalEntry row)
    {
        try
        {
            await session.SendAsync(CancellationToken.None, "COMMIT");
        }
        catch (PostgresException error) when (session.Connection.FullState == System.Data.ConnectionState.Open)
        {
            throw ScriptErrors.AtCommit(step, plan, error);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            var fate = await CommitInquiry.AskAsync(run.Sessions, session.Connection.ProcessID, row, run.Host);
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
        var blockers = await Blockers.TryFindAsync(session.Connection, statement, cancellationToken);
        var attempt = retry.Attempt;
        if (!await retry.WaitAsync(cancellationToken))
            throw new StepFailure(retry.Exhausted(error, blockers), StepFate.RolledBack);
        var note = $"line {statement.Line}: attempt {attempt} got no lock ({error.SqlState}){(blockers.Count > 0 ? $"; in the way: {blockers[0]}" : "")}";
        session.Note(note);
        run.Host.Verbose($"{ScriptName.Of(plan.Path)}, {note}. Trying again.");
    }
}

using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// The one transaction that touches live tables. Readers go on; writers wait. Where a lock is not to be had in time, or on a deadlock,
/// all of it is rolled back and tried again until the deadline.
/// </summary>
internal sealed class RestoreTransaction(
    NpgsqlConnection connection, BackupSet set, RestoreRequest request, DatabaseSchema schema, IReadOnlyList<RestorePlan> plans, IOperationHost host)
{
    private readonly IReadOnlyList<RestorePlan> _merges = [.. plans.Where(plan => plan.Mode == RestoreMode.Merge)];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var details = plans.Select(plan => plan.Detail.Count).ToList();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(cancellationToken);
                return;
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (host.Time.GetElapsedTime(started) > request.LockDeadline)
                    throw Busy(error, attempt);
                host.Verbose($"Try {attempt} met a lock ({error.SqlState}); trying again.");
                for (var i = 0; i < plans.Count; i++)
                    plans[i].Detail.RemoveRange(details[i], plans[i].Detail.Count - details[i]);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(200, 1000)), host.Time, cancellationToken);
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.ForeignKeyViolation)
            {
                throw await ForeignKeyConflicts.DescribeAsync(connection, error, schema, _merges, cancellationToken);
            }
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var runners = _merges.Select(plan => new MergeRunner(connection, schema, plan, request.ExtraRows)).ToList();
        if (_merges.Count > 0)
            await SqlText.RunStatementAsync(connection, $"LOCK TABLE {string.Join(", ", _merges.Select(plan => plan.Merge!.Target))} IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        await SqlText.RunStatementAsync(connection, "SET CONSTRAINTS ALL DEFERRED", cancellationToken);

        // Referenced tables come first in the plan: rows are deleted from its end, made and changed from its beginning.
        foreach (var runner in runners)
            await runner.RestTriggersAsync(cancellationToken);
        foreach (var runner in runners.AsEnumerable().Reverse())
            await runner.DeleteAsync(cancellationToken);
        var recreation = new Recreation(connection, set, [.. plans.Where(plan => plan.Mode == RestoreMode.Recreate)]);
        var progress = new BackupProgress(host, "Recreating", null, isEstimate: true);
        await recreation.LoadAsync((table, bytes) => progress.Add(table, bytes), cancellationToken);
        foreach (var runner in runners)
            await runner.UpdateAndInsertAsync(cancellationToken);
        await SqlText.RunStatementAsync(connection, "SET CONSTRAINTS ALL IMMEDIATE", cancellationToken);
        await recreation.CompleteAsync(cancellationToken);
        foreach (var runner in runners)
            await runner.VerifyAsync(cancellationToken);
        foreach (var runner in runners)
            await runner.WakeTriggersAsync(cancellationToken);
        foreach (var runner in runners)
            await runner.ForwardSequencesAsync(cancellationToken);
        await CommitAsync(transaction, cancellationToken);
        foreach (var (plan, runner) in _merges.Zip(runners))
            plan.Counts = runner.Done;
    }

    private async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // From here on a cancellation could leave us without knowledge of the outcome.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is not PostgresException && PostgresErrors.IsDriverError(error))
        {
            throw new DbSafetyException("RestoreOutcomeUnknown", ErrorKind.StateUnknown, $"The connection was lost while the restore from backup {set.Id} was committed.", error)
            {
                State = "The live tables are either wholly restored or as they were before.",
                NextStep = $"See which with: dbsafety restore {set.Id} --what-if (it counts what differs and changes nothing).",
            };
        }
    }

    private DbSafetyException Busy(PostgresException error, int attempts) =>
        new("RestoreLockBusy", ErrorKind.LimitReached, $"A live table was locked by others; {attempts} tries in {request.LockDeadline.TotalSeconds:0} seconds did not get its lock.", error)
        {
            State = "Nothing was changed: each try was rolled back.",
            NextStep = "See who holds it in pg_stat_activity and pg_locks, or suspend the applications, then run the restore again.",
            SqlState = error.SqlState,
        };
}

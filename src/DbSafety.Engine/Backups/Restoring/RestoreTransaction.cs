using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// The one transaction that touches live tables. Where a lock is not to be had in time, or on a deadlock, all of it is rolled back and
/// tried again until the deadline.
/// </summary>
internal sealed class RestoreTransaction(
    NpgsqlConnection connection, BackupSet set, RestoreRequest request, DatabaseSchema schema, IReadOnlyList<RestorePlan> plans, StagedTables? staged, ScopeRestore? scope, IOperationHost host)
{
    private readonly IReadOnlyList<RestorePlan> _merges = [.. plans.Where(plan => plan.Mode is RestoreMode.Merge or RestoreMode.Replace)];
    private readonly IReadOnlyList<RestorePlan> _swaps = [.. plans.Where(plan => plan.Mode == RestoreMode.Swap)];
    private readonly RestoreRetry _retry = new(request, host);
    private IReadOnlyList<ForeignKeyModel> _checkedLater = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var details = plans.Select(plan => plan.Detail.Count).ToList();
        try
        {
            await _retry.RunAsync(
                async () =>
                {
                    // What an earlier try had to say was rolled back with it.
                    for (var i = 0; i < plans.Count; i++)
                        plans[i].Detail.RemoveRange(details[i], plans[i].Detail.Count - details[i]);
                    await TryAsync(cancellationToken);
                },
                cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.ForeignKeyViolation)
        {
            throw await ForeignKeyConflicts.DescribeAsync(connection, error, schema, _merges, cancellationToken);
        }
    }

    /// <summary>What needs no transaction of its own with the rest: checks of large foreign keys, statistics.</summary>
    public async Task AfterCommitAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _checkedLater)
            await CheckLaterAsync(key, cancellationToken);
        foreach (var plan in plans.Where(plan => plan.Mode != RestoreMode.Swap && staged?.Holds(plan) != true))
        {
            try
            {
                await SqlText.RunStatementAsync(connection, $"ANALYZE {plan.Table.QualifiedName}", cancellationToken);
            }
            catch (PostgresException error)
            {
                plan.Detail.Add($"ANALYZE was not possible ({error.MessageText}); autovacuum will do it.");
            }
        }

        foreach (var plan in _swaps)
            plan.Detail.Add($"The table as it was is kept as {plan.Replaced}. When nobody needs it: DROP SCHEMA {plan.Replaced?.Split('.')[0]} CASCADE");
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var runners = _merges.Select(plan => new MergeRunner(connection, schema, plan, request)).ToList();
        await LockAsync(RestoreMode.Merge, "SHARE ROW EXCLUSIVE", cancellationToken);
        await LockAsync(RestoreMode.Replace, "ACCESS EXCLUSIVE", cancellationToken);
        var locked = host.Time.GetTimestamp();
        await SqlText.RunStatementAsync(connection, "SET CONSTRAINTS ALL DEFERRED", cancellationToken);

        // Referenced tables come first in the plan: rows are deleted from its end, made and changed from its beginning.
        foreach (var runner in runners)
            await runner.RestTriggersAsync(cancellationToken);
        foreach (var runner in runners.AsEnumerable().Reverse())
            await runner.DeleteAsync(cancellationToken);
        await TruncateAsync(cancellationToken);
        var recreation = new Recreation(connection, set, [.. plans.Where(plan => plan.Mode == RestoreMode.Recreate)], staged, scope);
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
        var swap = _swaps.Count == 0 ? null : new SwapRunner(connection, set, _swaps, _swaps[0].Names!, host.Time);
        if (swap is not null)
            await swap.RunAsync(schema, cancellationToken);
        await CommitAsync(transaction, cancellationToken);
        foreach (var plan in plans)
            plan.LockedFor = host.Time.GetElapsedTime(swap is { LockedAt: { } moment } && _merges.Count == 0 ? moment : locked);
        _checkedLater = swap?.CheckedLater ?? [];
        foreach (var (plan, runner) in _merges.Zip(runners))
            plan.Counts = runner.Done;
    }

    private async Task LockAsync(RestoreMode mode, string lockMode, CancellationToken cancellationToken)
    {
        var tables = _merges.Where(plan => plan.Mode == mode).Select(plan => plan.Merge!.Target).ToList();
        if (tables.Count > 0)
            await SqlText.RunStatementAsync(connection, $"LOCK TABLE {string.Join(", ", tables)} IN {lockMode} MODE", cancellationToken);
    }

    // Tables that reference each other can only be emptied by one statement.
    private async Task TruncateAsync(CancellationToken cancellationToken)
    {
        var tables = _merges.Where(plan => plan.Mode == RestoreMode.Replace).Select(plan => plan.Merge!.Target).ToList();
        if (tables.Count > 0)
            await SqlText.RunStatementAsync(connection, $"TRUNCATE {string.Join(", ", tables)}", cancellationToken);
    }

    private async Task CheckLaterAsync(ForeignKeyModel key, CancellationToken cancellationToken)
    {
        var statement = $"ALTER TABLE {key.Table.QualifiedName} VALIDATE CONSTRAINT {Identifier.Quote(key.Name)}";
        try
        {
            await _retry.RunAsync(async () => await SqlText.RunStatementAsync(connection, statement, cancellationToken), cancellationToken);
        }
        catch (Exception error) when (error is DbSafetyException or PostgresException)
        {
            foreach (var plan in _swaps.Where(plan => plan.Table.QualifiedName == key.Referenced.QualifiedName))
            {
                plan.Verified = false;
                plan.Detail.Add($"The foreign key {key.Name} of {key.Table.QualifiedName} holds for new rows; those that are there are not checked ({error.Message}). When mended: {statement}");
            }
        }
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
}

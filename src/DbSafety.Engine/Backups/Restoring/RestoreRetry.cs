using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Tries again, until the deadline of the restore, what met a lock or a deadlock. What is tried must leave nothing when it fails.</summary>
internal sealed class RestoreRetry(RestoreRequest request, IOperationHost host)
{
    public async Task RunAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        var retry = new LockRetry(int.MaxValue, request.LockDeadline, host);
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (PostgresException error) when (LockRetry.IsLockTrouble(error))
            {
                host.Verbose($"Try {retry.Attempt} met a lock ({error.SqlState}).");
                if (!await retry.WaitAsync(cancellationToken))
                    throw Busy(error, retry);
            }
        }
    }

    private static DbSafetyException Busy(PostgresException error, LockRetry retry) =>
        new("RestoreLockBusy", ErrorKind.LimitReached, $"A live table was locked by others. {retry.Summary}", error)
        {
            State = "Nothing was changed: each try was rolled back.",
            NextStep = "See who holds it in pg_stat_activity and pg_locks, or suspend the applications, then run the restore again.",
            SqlState = error.SqlState,
        };
}

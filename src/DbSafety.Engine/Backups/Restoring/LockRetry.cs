using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Tries again what met a lock or a deadlock, with pauses, until the deadline. What is tried must leave nothing when it fails.</summary>
internal sealed class LockRetry(RestoreRequest request, IOperationHost host)
{
    public async Task RunAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (host.Time.GetElapsedTime(started) > request.LockDeadline)
                    throw Busy(error, attempt);
                host.Verbose($"Try {attempt} met a lock ({error.SqlState}); trying again.");
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(200, 1000)), host.Time, cancellationToken);
            }
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

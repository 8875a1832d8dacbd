using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Tells errors that a statement itself made from those that end the whole try: a lock, a cancellation, a session that was killed.</summary>
internal static class ServerSaid
{
    public static bool No(PostgresException error) => error.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled
        or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow);
}

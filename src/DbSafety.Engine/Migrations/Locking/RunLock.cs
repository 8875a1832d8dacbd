using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Migrations.Locking;

/// <summary>
/// The lock that lets one run at a time change a database. It is a session-level advisory lock, polled and never waited for on the
/// server (a blocking wait deadlocks with CREATE INDEX CONCURRENTLY, research I3), on a session of its own without a transaction,
/// so the death of the client or of the session frees it.
/// </summary>
public sealed class RunLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _session;
    private readonly IOperationHost _host;
    private readonly RunLockKey _key;
    private bool _released;

    private RunLock(NpgsqlConnection session, IOperationHost host, RunLockKey key, int backendPid)
    {
        _session = session;
        _host = host;
        _key = key;
        BackendPid = backendPid;
    }

    /// <summary>The server process of the session that holds the lock.</summary>
    public int BackendPid { get; }

    /// <summary>Takes the lock, trying again with jitter until <paramref name="wait"/> is over.</summary>
    /// <exception cref="DbSafetyException"><c>RunLockBusy</c> names who holds it; <c>TransactionPooler</c> where no session lock can be held.</exception>
    public static async Task<RunLock> AcquireAsync(Sessions sessions, IOperationHost host, TimeSpan wait, CancellationToken cancellationToken)
    {
        var session = await sessions.OpenAsync($"lock {host.UserName}@{host.MachineName}", cancellationToken);
        try
        {
            await PoolerProbe.RefuseTransactionPoolingAsync(session, sessions, cancellationToken);
            var key = await RunLockKey.ForAsync(session, cancellationToken);
            await SettleAsync(session, cancellationToken);
            await PollAsync(session, key, host, wait, cancellationToken);
            return new RunLock(session, host, key, (await key.FindHolderAsync(session, cancellationToken))!.BackendPid);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who holds the run lock of the database of this session; null when it is free.</summary>
    public static async Task<LockHolder?> FindHolderAsync(NpgsqlConnection session, CancellationToken cancellationToken) =>
        await (await RunLockKey.ForAsync(session, cancellationToken)).FindHolderAsync(session, cancellationToken);

    /// <summary>A command for another session, to be sent before a COMMIT in one message: it fails, and the COMMIT with it, when our lock session died.</summary>
    /// <param name="transaction">The id of the transaction that it has to be sent in, as text; null for any.</param>
    public NpgsqlBatchCommand RequireHeld(string? transaction = null) => _key.RequireHeldBy(BackendPid, transaction);

    /// <summary>Whether <see cref="RequireHeld"/> failed because the lock is not held.</summary>
    internal static bool IsLost(PostgresException error) => error.SqlState == PostgresErrorCodes.DivisionByZero;

    /// <summary>Whether <see cref="RequireHeld"/> failed because it was sent in another transaction.</summary>
    internal static bool IsOtherTransaction(PostgresException error) => error.SqlState == PostgresErrorCodes.InvalidArgumentForPowerFunction;

    /// <summary>Stops a run whose lock session died, before it does anything more.</summary>
    /// <exception cref="DbSafetyException"><c>RunLockLost</c>.</exception>
    public async Task EnsureHeldAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = new NpgsqlBatch(session) { BatchCommands = { RequireHeld() } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (IsLost(error))
        {
            throw Lost();
        }
    }

    /// <summary>The error of a run that has lost its lock.</summary>
    public static DbSafetyException Lost() =>
        new("RunLockLost", ErrorKind.Connection, "The session that holds the run lock is gone, so another run could begin at any time.")
        {
            State = "The run stopped before its next commit; the open transaction was rolled back.",
            NextStep = "See where things stand with: dbsafety status",
        };

    /// <summary>Gives the lock back. A lock that was no longer there is reported, since two runs could have met.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_released)
            return;
        _released = true;
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_advisory_unlock($1)", _session) { Parameters = { new() { Value = _key.Value } } };
            if (await command.ExecuteScalarAsync(CancellationToken.None) is not true)
                _host.Warning("The run lock was not held any more when it was given back: another run may have begun meanwhile. See dbsafety status.");
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            _host.Warning($"The run lock's session was lost before the end of the run; the server freed the lock then. ({error.Message})");
        }
        finally
        {
            await _session.DisposeAsync();
        }
    }

    private static async Task SettleAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // The session idles while the run works: an idle_session_timeout of the server (14 and later) must not end it.
        if (session.PostgreSqlVersion.Major < 14)
            return;
        await using var command = new NpgsqlCommand("SET idle_session_timeout = 0", session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task PollAsync(NpgsqlConnection session, RunLockKey key, IOperationHost host, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        var told = false;
        while (!await key.TryTakeAsync(session, cancellationToken))
        {
            var holder = await key.FindHolderAsync(session, cancellationToken);
            var elapsed = host.Time.GetElapsedTime(began);
            if (elapsed >= wait)
                throw Busy(holder, elapsed);
            if (!told)
                host.Warning($"Another run holds the run lock: {holder?.ToString() ?? "it ended just now"}. Waiting up to {wait.TotalSeconds:0} s.");
            told = true;
            var pause = TimeSpan.FromMilliseconds(100 + Random.Shared.Next(300));
            var left = wait - elapsed;
            await Task.Delay(pause < left ? pause : left, host.Time, cancellationToken);
        }
    }

    private static DbSafetyException Busy(LockHolder? holder, TimeSpan waited) =>
        new("RunLockBusy", ErrorKind.LockBusy, $"Another run holds the run lock: {holder?.ToString() ?? "its session ended just now"}. Waited {waited.TotalSeconds:0.#} s.")
        {
            State = "This run changed nothing.",
            NextStep = "Wait for that run to end, see it with: dbsafety status; then run the command again.",
        };
}

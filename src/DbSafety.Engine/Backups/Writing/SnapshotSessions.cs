using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// The sessions of a backup, all in one snapshot. The first one holds ACCESS SHARE locks on all tables, taken before its snapshot, so
/// that no table changes between the two.
/// </summary>
internal sealed class SnapshotSessions : IAsyncDisposable
{
    private readonly Sessions _sessions;
    private readonly TimeSpan _lockTimeout;
    private readonly List<NpgsqlConnection> _others = [];

    private SnapshotSessions(Sessions sessions, NpgsqlConnection main, TimeSpan lockTimeout)
    {
        _sessions = sessions;
        Main = main;
        _lockTimeout = lockTimeout;
    }

    /// <summary>The session that holds the locks.</summary>
    public NpgsqlConnection Main { get; }

    /// <summary>The snapshot's name.</summary>
    public string Snapshot { get; private set; } = "";

    /// <summary>Chooses the tables, locks them and takes the snapshot.</summary>
    public static async Task<(SnapshotSessions Sessions, IReadOnlyList<TableCandidate> Tables)> OpenAsync(
        Sessions sessions, BackupRequest request, CancellationToken cancellationToken)
    {
        var main = await sessions.OpenAsync("backup", cancellationToken);
        var opened = new SnapshotSessions(sessions, main, request.LockTimeout);
        try
        {
            // Bare names are looked up in the role's own search path, which the settings take away.
            var tables = TableSelection.Choose(request, await TableCandidates.ReadAsync(main, cancellationToken));
            await CopySession.ApplyAsync(main, request.LockTimeout, cancellationToken);
            await ExecuteAsync(main, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", cancellationToken);
            await opened.LockAsync(tables, cancellationToken);
            await using var export = new NpgsqlCommand("SELECT pg_catalog.pg_export_snapshot()", main);
            opened.Snapshot = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
            return (opened, tables);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens one more session in the same snapshot.</summary>
    public async Task<NpgsqlConnection> OpenOtherAsync(CancellationToken cancellationToken)
    {
        var connection = await _sessions.OpenAsync("backup", cancellationToken);
        _others.Add(connection);
        await CopySession.ApplyAsync(connection, _lockTimeout, cancellationToken);
        await ExecuteAsync(connection, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", cancellationToken);
        await ExecuteAsync(connection, $"SET TRANSACTION SNAPSHOT {Identifier.Literal(Snapshot)}", cancellationToken);
        return connection;
    }

    /// <summary>
    /// Whether another session can lock the tables too without waiting. Where somebody waits for a stronger lock behind ours, a second
    /// session of ours would wait behind him and he behind us for ever: such a table is read over the first session.
    /// </summary>
    public static async Task<bool> TryLockAsync(NpgsqlConnection connection, IEnumerable<TableModel> tables, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", tables.Where(table => table.Kind != TableKind.Foreign).Select(table => Lockable(table.QualifiedName, table.Kind == TableKind.Partitioned)));
        if (names.Length == 0)
            return true;
        await ExecuteAsync(connection, "SAVEPOINT before_lock", cancellationToken);
        try
        {
            await ExecuteAsync(connection, $"LOCK TABLE {names} IN ACCESS SHARE MODE NOWAIT", cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.OutOfMemory)
        {
            await ExecuteAsync(connection, "ROLLBACK TO SAVEPOINT before_lock", cancellationToken);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _others.Append(Main))
        {
            await GiveBackAsync(session);
            await session.DisposeAsync();
        }
    }

    // Closing waits for nobody: on a busy server the locks would outlive the session for a while, and a change of ours would meet them.
    private static async Task GiveBackAsync(NpgsqlConnection session)
    {
        try
        {
            if (session.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(session, "ROLLBACK", CancellationToken.None);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            // The session is gone, or still busy with what was cancelled: its end gives them back.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task LockAsync(IReadOnlyList<TableCandidate> tables, CancellationToken cancellationToken)
    {
        // LOCK TABLE knows no foreign tables.
        var lockable = tables.Where(table => table.Kind != 'f').Select(table => Lockable($"{table.Name}", table.Kind == 'p')).ToList();
        if (lockable.Count == 0)
            return;
        try
        {
            await ExecuteAsync(Main, $"LOCK TABLE {string.Join(", ", lockable)} IN ACCESS SHARE MODE", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DbSafetyException("BackupLockBusy", ErrorKind.LimitReached,
                $"A table is locked by somebody who changes its structure, and was not free within {_lockTimeout.TotalSeconds:0.#} seconds.", error)
            {
                State = "Nothing was written, and our locks are given back.",
                NextStep = "Wait until the change is done (see pg_stat_activity for who holds the lock), then run the backup again.",
                SqlState = error.SqlState,
            };
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.OutOfMemory)
        {
            throw new DbSafetyException("BackupTooManyLocks", ErrorKind.LimitReached, $"The server has no room for {lockable.Count} locks at once, one for each table.", error)
            {
                State = "Nothing was written, and our locks are given back.",
                NextStep = "Raise max_locks_per_transaction on the server (it needs a restart), or back up the schemas one after the other with --schema.",
                SqlState = error.SqlState,
            };
        }
    }

    // ONLY keeps inheritance children out, which are tables of their own here.
    private static string Lockable(string name, bool isPartitioned) => isPartitioned ? name : $"ONLY {name}";
}

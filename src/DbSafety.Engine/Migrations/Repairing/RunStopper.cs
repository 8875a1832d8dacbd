using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using Npgsql;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>
/// Stops a run. First the session that holds the run lock is ended: from then on none of the run's transactions can commit, since each
/// asks for the lock in its last message. Then the sessions that work are ended, and with them what they were doing.
/// </summary>
internal sealed class RunStopper(RunPreparation found, LockHolder holder, string? reason, IOperationHost host)
{
    private NpgsqlConnection Session => found.Session.Connection;

    public async Task<StoppedRun> StopAsync(CancellationToken cancellationToken)
    {
        await NoteAsync(cancellationToken);
        var sessions = await RunSessions.FindAsync(Session, cancellationToken);
        try
        {
            await EndAsync([holder.BackendPid], cancellationToken);
            // The run may have opened another one meanwhile; without the lock that one can do nothing that lasts.
            sessions = [.. sessions.Concat(await RunSessions.FindAsync(Session, cancellationToken)).DistinctBy(session => session.BackendPid)];
            await EndAsync([.. sessions.Select(session => session.BackendPid)], cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw NotAllowed(error);
        }

        var history = new MigrationHistory(await JournalReader.ReadAsync(Session, cancellationToken));
        var after = new RunPreparation { Target = found.Target, Catalog = found.Catalog, Session = found.Session, History = history };
        var repairs = await new RepairReader(after).ReadAsync(cancellationToken);
        var (state, next) = Describe(repairs, history);
        return new StoppedRun(found.Target.Name, history.OpenRun?.RunId, holder.ToString(), [.. sessions.Select(session => session.Description)], repairs, state, next);
    }

    private async Task EndAsync(IReadOnlyCollection<int> backendPids, CancellationToken cancellationToken)
    {
        if (await RunSessions.EndAsync(Session, backendPids, host, cancellationToken) is { Count: > 0 } left)
        {
            throw new DbSafetyException("SessionNotEnded", ErrorKind.StateUnknown, $"Server process {string.Join(", ", left)} was told to end, and is still there.")
            {
                State = "The run may go on.",
                NextStep = "Run the command again, and see what the process does in pg_stat_activity.",
            };
        }
    }

    // The one who is stopped reads there by whom. That it cannot be written does not keep anybody from stopping.
    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (found.History.OpenRun is not { } run)
            return;
        try
        {
            var entry = new JournalEntry(run.RunId, JournalEvent.StopRequested);
            entry.Detail["reason"] = reason;
            await using var timeout = new NpgsqlCommand("SET lock_timeout = '2s'", Session);
            await timeout.ExecuteNonQueryAsync(cancellationToken);
            await new JournalWriter(host).AppendAsync(Session, entry, cancellationToken);
            await Audit.AuditLog.Of(found.Target, host).FollowAsync(Session, cancellationToken);
        }
        catch (PostgresException error)
        {
            host.Warning($"Who stops the run could not be written to the journal: {error.MessageText}");
        }
    }

    private static (string State, string Next) Describe(IReadOnlyList<MigrationRepair> repairs, MigrationHistory history)
    {
        var partial = repairs.Where(repair => repair.State is MigrationState.Partial or MigrationState.Unknown).Select(repair => repair.Id).ToList();
        if (partial.Count > 0)
            return ($"{string.Join(", ", partial)} {(partial.Count == 1 ? "is" : "are")} there in part.", "dbsafety repair");
        if (history.OpenRun is null)
            return ("The run had not begun to change anything, or had come to its end.", "dbsafety status");
        var applied = repairs.Where(repair => repair.State == MigrationState.Applied).Select(repair => repair.Id).ToList();
        return (applied.Count == 0 ? "Nothing of what it meant to apply is there." : $"Applied: {string.Join(", ", applied)}. Nothing lies in between.", "dbsafety status");
    }

    private static DbSafetyException NotAllowed(PostgresException error) =>
        new("StopNotAllowed", ErrorKind.PermissionDenied, $"The role may not end the run's sessions: {error.MessageText}.", error)
        {
            SqlState = error.SqlState,
            State = "The run goes on.",
            NextStep = "Run the command as the role of the run, or as one that has pg_signal_backend (a superuser's sessions only a superuser ends).",
        };
}

using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>The parts of a repair that are its own: looking, cleaning up, and telling what came of it. The run lock is held.</summary>
internal sealed class Repairer(ResolvedTarget target, RunLock runLock, RepairSafeMigrationOptions options, IOperationHost host)
{
    /// <summary>What is unfinished. A session of the dead run that still works is waited for or ended first, by the one who may: it holds locks, and a repair beside it would be a guess.</summary>
    /// <exception cref="DbSafetyException"><c>StillRunning</c>.</exception>
    public async Task<IReadOnlyList<MigrationRepair>> FindAsync(CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cancellationToken);
        await using var session = found.Session;
        if (!options.CleanUp)
            await RunSessions.WaitAsync(session.Connection, [.. (await RunSessions.FindAsync(session.Connection, cancellationToken)).Select(one => one.BackendPid)], host, cancellationToken);
        var repairs = RepairChoice.Select(await new RepairReader(found).ReadAsync(cancellationToken), options.Id, found);
        if (!options.CleanUp && repairs.FirstOrDefault(repair => repair.Sessions.Count > 0) is { } running)
            throw StillRunning(running);
        return repairs;
    }

    /// <summary>Ends sessions that are left over, and takes away debris; false where a person did not want it.</summary>
    public async Task<bool> CleanUpAsync(MigrationRepair repair, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cancellationToken);
        await using var session = found.Session;
        var sessions = await RunSessions.FindAsync(session.Connection, cancellationToken);
        var debris = repair.Statements.Where(statement => statement.CleanUp.Count > 0).ToList();
        IReadOnlyList<string> detail = [.. sessions.Select(one => $"end {one.Description}"), .. debris.SelectMany(statement => statement.CleanUp)];
        if (detail.Count > 0 && !await host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})", $"Clean up after {repair.Id}", ChangeImpact.Medium, detail), cancellationToken))
            return false;
        if (await RunSessions.EndAsync(session.Connection, [.. sessions.Select(one => one.BackendPid)], host, cancellationToken) is { Count: > 0 } left)
            throw NotEnded(left);

        // What was still running may have left debris only now.
        if (sessions.Count > 0)
            debris = [.. (await new RepairReader(await ReloadAsync(found, cancellationToken)).ReadAsync(cancellationToken))
                .Where(again => again.Id == repair.Id).SelectMany(again => again.Statements).Where(statement => statement.CleanUp.Count > 0)];
        var removal = new DebrisRemoval(session, target.Policy.Limits);
        foreach (var statement in debris)
        {
            await runLock.EnsureHeldAsync(session.Connection, cancellationToken);
            await removal.RunAsync(new StatementEvidence(statement.State, statement.Detail) { CleanUp = statement.CleanUp }, cancellationToken);
        }

        var run = found.Context(repair.Direction, runLock, null, host, options.Reason);
        var entry = run.Entry(JournalEvent.CleanedUp, repair.Id);
        entry.Detail["done"] = new JsonArray([.. detail.Select(line => JsonValue.Create(line))]);
        entry.Detail["reason"] = options.Reason;
        await run.Journal.AppendAsync(session.Connection, entry, cancellationToken);
        await run.Audit.FollowAsync(session.Connection, cancellationToken);
        return true;
    }

    /// <summary>The migration as it is now.</summary>
    public async Task<MigrationRepair> AfterAsync(MigrationRepair before, RepairAction action, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cancellationToken);
        await using var session = found.Session;
        if ((await new RepairReader(found).ReadAsync(cancellationToken)).FirstOrDefault(repair => repair.Id == before.Id) is { } still)
            return still with { Done = action };
        var isApplied = found.History.Find(before.Id)?.Applied is not null;
        var state = isApplied == (before.Direction == MigrationDirection.Up) ? StatementState.Applied : StatementState.NotApplied;
        return before with
        {
            State = isApplied ? MigrationState.Applied : MigrationState.Pending,
            Statements = [.. before.Statements.Select(statement => statement with { State = state, Detail = "the journal has it", CleanUp = [] })],
            Sessions = [],
            Done = action,
            Detail = $"{before.Id} is {(isApplied ? "applied" : "not applied")}; nothing of the unfinished attempt remains open.",
            Choices = [],
        };
    }

    private Task<RunPreparation> ReadAsync(CancellationToken cancellationToken) => RunPreparation.ReadAsync(target, host, "repair", readOnly: false, cancellationToken);

    private static async Task<RunPreparation> ReloadAsync(RunPreparation found, CancellationToken cancellationToken) => new()
    {
        Target = found.Target,
        Catalog = found.Catalog,
        Session = found.Session,
        History = new Planning.MigrationHistory(await JournalReader.ReadAsync(found.Session.Connection, cancellationToken)),
    };

    private static DbSafetyException StillRunning(MigrationRepair repair) =>
        new("StillRunning", ErrorKind.LockBusy, $"The server still has a session of the run that was cut off: {repair.Sessions[0]}.")
        {
            State = "Nothing was changed by this command.",
            NextStep = $"Wait until it ends, or end it: dbsafety repair {repair.Id} --clean-up",
            Detail = [.. repair.Sessions],
        };

    private static DbSafetyException NotEnded(IReadOnlyList<int> left) =>
        new("SessionNotEnded", ErrorKind.StateUnknown, $"Server process {string.Join(", ", left)} was told to end, and is still there.")
        {
            State = "Nothing else was changed by this command.",
            NextStep = "See what it does in pg_stat_activity; run the command again when it is gone.",
        };
}

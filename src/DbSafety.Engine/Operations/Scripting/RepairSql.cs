using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Repairing;
using DbSafety.Engine.Migrations.Running;
using Npgsql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>The SQL that stops a run, and that puts right what one has left.</summary>
internal static class RepairSql
{
    // As the stopper does it: without the session of the run lock none of the others can commit any more.
    public static async Task<TextDocument> StopAsync(ResolvedTarget target, NpgsqlConnection session, LockHolder holder, IOperationHost host, CancellationToken cancellationToken)
    {
        var output = new SqlOutput($"Stopping the run of {holder}", target, host, "The journal is not told who stopped it, and nothing tells what state it left: dbsafety repair does.");
        IReadOnlyList<(int, string)> locked = [(holder.BackendPid, "the session that holds the run lock")];
        var others = (await RunSessions.FindAsync(session, cancellationToken)).Where(one => one.BackendPid != holder.BackendPid);
        await AddEndAsync(output, session, [.. locked, .. others], cancellationToken);
        return output.ToDocument();
    }

    public static async Task<TextDocument> RepairAsync(
        ResolvedTarget target, RepairAction action, RepairSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "script", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var output = new SqlOutput("Repairing migrations", target, host);
        var repairs = RepairChoice.Select(await new RepairReader(found).ReadAsync(cancellationToken), options.Id, found);
        if (action == RepairAction.None || repairs.Count == 0)
            return output.Comment(repairs.Count == 0 ? "There is nothing to do." : "Without --finish, --roll-back or --clean-up nothing is changed.").ToDocument();

        var sessions = await RunSessions.FindAsync(session.Connection, cancellationToken);
        if (sessions.Count > 0)
            output.Space().Comment("The run's sessions are still there, and have to end first.");
        await AddEndAsync(output, session.Connection, sessions, cancellationToken);
        if (action == RepairAction.CleanedUp)
            return CleanUp(output, repairs, target);

        // A rollback takes along what came later, and going on applies what came before: one script serves for all of them.
        if (Forward(repairs, action) is { } to)
            await MigrationSql.AddUpAsync(output, found, new InvokeSafeMigrationOptions { To = to }, host, cancellationToken);
        if (Back(repairs, action) is { } id)
            await MigrationSql.AddRollbackAsync(output, found, new UndoSafeMigrationOptions { Id = id }, cancellationToken);
        return output.ToDocument();
    }

    private static string? Forward(IReadOnlyList<MigrationRepair> repairs, RepairAction action) =>
        action != RepairAction.Finished ? null : repairs.LastOrDefault(repair => repair.Direction == MigrationDirection.Up && repair.State != MigrationState.Applied)?.Id;

    private static string? Back(IReadOnlyList<MigrationRepair> repairs, RepairAction action) => repairs.FirstOrDefault(repair =>
        !(repair.State == MigrationState.Pending && RepairChoice.IsWhole(repair)) && (action == RepairAction.RolledBack || repair.Direction == MigrationDirection.Rollback))?.Id;

    private static TextDocument CleanUp(SqlOutput output, IReadOnlyList<MigrationRepair> repairs, ResolvedTarget target)
    {
        foreach (var repair in repairs.Where(repair => repair.Statements.Any(statement => statement.CleanUp.Count > 0)))
            output.Space().Comment(repair.Id).AddAll(DebrisRemoval.Script(repair.Statements.SelectMany(statement => statement.CleanUp), target.Policy.Limits));
        return output.ToDocument();
    }

    private static async Task AddEndAsync(SqlOutput output, NpgsqlConnection session, IReadOnlyList<(int BackendPid, string Description)> sessions, CancellationToken cancellationToken)
    {
        foreach (var (statement, description) in await RunSessions.ScriptAsync(session, sessions, cancellationToken))
            output.Space().Comment(description).Add(statement);
    }
}

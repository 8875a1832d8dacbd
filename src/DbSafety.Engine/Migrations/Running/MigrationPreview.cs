using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>The real plan of a run, made by the same parts over a read-only session: nothing is written, and no journal is made.</summary>
internal static class MigrationPreview
{
    public static async Task<MigrationRun> UpAsync(ResolvedTarget target, InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "preview", readOnly: true, cancellationToken);
        await using var session = found.Session;
        found.TellOfEarlierRuns(host);
        await found.RefuseForeignJournalAsync(cancellationToken);
        var planned = new MigrationPlanner(target.RequireProject(), found.Catalog, found.History, target.Policy, host).Plan(options.To, options.AllowOutOfOrder);
        var affected = await AffectedTableFinder.FindAsync(session.Connection, [.. planned.Select(migration => migration.Up)], cancellationToken);
        var judged = await HazardGate.JudgeAsync(session.Connection, planned, target.Policy, cancellationToken);
        var items = planned.Zip(judged, (migration, script) => Item(migration.Id, migration.Up, affected,
            [.. PlanText.Of(migration, affected), .. PlanText.Statements(migration.Up), .. script.Hazards.Select(hazard => $"  hazard {HazardSummary.Line(hazard)}")]));
        return Result(target, MigrationDirection.Up, [.. items], Procedure.Migration(host).Reports, planned.Count == 0 ? null : PlanText.Backup(affected), host);
    }

    public static async Task<MigrationRun> RollbackAsync(ResolvedTarget target, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "preview", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var planned = await new RollbackPlanner(target.RequireProject(), found.Catalog, found.History, session.Connection).PlanAsync(options, cancellationToken);
        var affected = await AffectedTableFinder.FindAsync(session.Connection, [.. planned.Select(rollback => rollback.Script)], cancellationToken);
        var items = planned.Select(rollback => Item(rollback.Id, rollback.Script, affected,
            (rollback.Note is null ? [] : (string[])[rollback.Note]).Concat(PlanText.Statements(rollback.Script))));
        return Result(target, MigrationDirection.Rollback, [.. items], Procedure.Rollback(host).Reports, planned.Count == 0 ? null : PlanText.Backup(affected), host);
    }

    private static MigrationRunItem Item(string id, ScriptPlan script, AffectedTables affected, IEnumerable<string> detail) =>
        new(id, MigrationOutcome.NotRun, script.Statements.Count(), script.Steps.Count, affected.Of(script.Path), TimeSpan.Zero, [], string.Join('\n', detail));

    private static MigrationRun Result(
        ResolvedTarget target, MigrationDirection direction, IReadOnlyList<MigrationRunItem> items, IReadOnlyList<StepReport> steps, string? backup, IOperationHost host) =>
        new("", target.Name, target.Environment, direction, MigrationOutcome.NotRun, items, null,
            backup is null ? [] : [.. steps.Select(step => step.Name == "Create backup" ? step with { Detail = backup } : step)], [], host.Time.GetUtcNow(), TimeSpan.Zero, null);
}

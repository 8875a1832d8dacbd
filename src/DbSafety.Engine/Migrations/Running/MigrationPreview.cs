using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Preflight;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Plans;

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
        var inputs = await PlanReader.ReadAsync(target, found, options.To, options.AllowOutOfOrder, watches: true, bound: true, host, cancellationToken);
        await PreflightGate.PreviewAsync(session.Connection, inputs.Judged, target.Policy.Limits, host, cancellationToken);
        var plan = new PlanBuilder(target, inputs).Build(host);
        var items = inputs.Planned.Select(migration => Item(migration.Id, migration.Up, inputs.Affected,
            [.. PlanText.Of(migration, inputs.Affected), .. PlanText.Statements(migration.Up), .. PlanLines.Of(plan, migration.Id)]));
        IReadOnlyList<StepReport> steps = [.. Procedure.Migration(host).Reports.Select(step => step.Name switch
        {
            "Run migration" => step with { Detail = PlanLines.Summary(plan) },
            "Get approval" => step with { Detail = PlanLines.Approvals(plan) },
            _ => step,
        })];
        return Result(target, MigrationDirection.Up, [.. items], steps, inputs.Planned.Count == 0 ? null : PlanText.Backup(inputs.Affected), host);
    }

    public static async Task<MigrationRun> RollbackAsync(ResolvedTarget target, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "preview", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var planned = await new RollbackPlanner(target.RequireProject(), found.Catalog, found.History, session.Connection).PlanAsync(options, cancellationToken);
        var affected = await AffectedTableFinder.FindAsync(session.Connection, [.. planned.Select(rollback => rollback.Script)], cancellationToken);
        await PreflightGate.PreviewAsync(session.Connection, await HazardGate.JudgeAsync(session.Connection, planned, target.Policy, cancellationToken), target.Policy.Limits, host, cancellationToken);
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

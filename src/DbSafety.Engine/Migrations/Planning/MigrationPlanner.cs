using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>Decides what a run applies. Every file is read and every rule is asked before anything is touched.</summary>
public sealed class MigrationPlanner(ProjectFolder project, MigrationCatalog catalog, MigrationHistory history, EnvironmentPolicy policy, IOperationHost host)
{
    private readonly List<PlanProblem> _problems = [];

    /// <summary>What is pending, up to <paramref name="to"/>.</summary>
    /// <exception cref="DbSafetyException">All that is wrong, at once.</exception>
    public IReadOnlyList<PlannedMigration> Plan(string? to, bool allowOutOfOrder)
    {
        var last = to is null ? null : Find(to);
        RefuseChanged();
        RefuseUnfinishedRollbacks();
        WarnOfMissing();
        var newest = NewestApplied();
        var planned = new List<PlannedMigration>();
        foreach (var source in catalog.Sources.Where(source => IsWanted(source, last) && IsPending(source)))
        {
            var outOfOrder = source.Repeats == RepeatableKind.Once && newest is not null && source.Version < newest.Version;
            if (outOfOrder && !allowOutOfOrder)
                _problems.Add(PlanRefusals.OutOfOrder(source, newest!, project));
            if (Plan(source) is { } migration)
                planned.Add(migration with { IsOutOfOrder = outOfOrder });
        }

        PlanProblem.ThrowIfAny(_problems);
        return planned;
    }

    private MigrationSource Find(string id) => catalog.Find(id) ?? throw PlanRefusals.NotFound(id, catalog);

    private static bool IsWanted(MigrationSource source, MigrationSource? last) =>
        last is null || ReferenceEquals(source, last) || (source.Repeats == RepeatableKind.Once && last.Repeats == RepeatableKind.Once && source.Version <= last.Version);

    private bool IsPending(MigrationSource source) => history.Find(source.Id)?.Applied is not { } applied || source.Repeats switch
    {
        RepeatableKind.OnChange => ChecksumRule.IsChanged(applied, ScriptFile.Read(source.Up)),
        RepeatableKind.Always => true,
        _ => false,
    };

    private MigrationSource? NewestApplied() => catalog.Sources
        .Where(source => source.Repeats == RepeatableKind.Once && history.Find(source.Id)?.Applied is not null)
        .MaxBy(source => source.Version);

    private void RefuseChanged()
    {
        // What another tool runs is recorded only: nothing here was made from its text.
        foreach (var source in catalog.Sources.Where(source => source.Repeats == RepeatableKind.Once && source.Up.Program is null))
        {
            if (history.Find(source.Id)?.Applied is not { } applied)
                continue;
            var problems = new List<ScriptProblem>();
            if (ScriptFile.TryRead(source.Up, problems) is { } file && ChecksumRule.IsChanged(applied, file))
                _problems.Add(PlanRefusals.Changed(source, applied, file, project));
            _problems.AddRange(problems.Select(PlanProblem.Of));
        }
    }

    private void RefuseUnfinishedRollbacks()
    {
        foreach (var record in history.Unfinished.Where(record => record.Unfinished!.Direction == MigrationDirection.Rollback))
            _problems.Add(PlanRefusals.RollbackUnfinished(record.Id, record.Unfinished!));
    }

    private void WarnOfMissing()
    {
        var missing = history.Applied.Where(record => catalog.Find(record.Id) is null).Select(record => record.Id).ToList();
        if (missing.Count > 0)
            host.Warning($"Applied, but their files are gone: {string.Join(", ", missing)}. The journal keeps their scripts, so they can still be rolled back.");
    }

    private PlannedMigration? Plan(MigrationSource source)
    {
        var found = new List<ScriptProblem>();
        var up = ScriptPlanner.Plan(source.Up, found);
        var rollback = source.Rollback is null ? null : PlanRollback(source, source.Rollback, found);
        var verify = source.Verify is null ? null : ScriptPlanner.Plan(source.Verify, found);
        if (verify is not null)
            VerifyRules.Check(verify, found);
        var irreversible = rollback?.Header.Irreversible ?? Declaration(source, found) ?? up?.Header.Irreversible;
        _problems.AddRange(found.Select(PlanProblem.Of));
        var resumes = history.Find(source.Id)?.Unfinished;
        if (up is null)
            return null;
        rollback ??= WithoutStatements(source, up, irreversible, found);
        if (rollback is null && source.Rollback is null && irreversible is null && found.Count == 0)
            RequireRollback(source);
        if (irreversible is not null && !policy.Backup.Required)
            _problems.Add(PlanRefusals.IrreversibleWithoutBackup(source, irreversible, policy));
        if (resumes is { Direction: MigrationDirection.Up } && PlanRefusals.Resume(source, resumes, up) is { } refusal)
            _problems.Add(refusal);
        return new PlannedMigration { Source = source, Up = up, Rollback = rollback, Verify = verify, Irreversible = irreversible, Resumes = resumes };
    }

    // One that cannot be read or may not be run counts as missing: an error where the policy asks for a rollback, a warning where it does not.
    private ScriptPlan? PlanRollback(MigrationSource source, MigrationScript script, List<ScriptProblem> found)
    {
        if (policy.RollbackRequired)
            return ScriptPlanner.Plan(script, found);
        var wrong = new List<ScriptProblem>();
        var plan = ScriptPlanner.Plan(script, wrong);
        if (wrong.Count == 0)
            return plan;
        host.Warning($"{PlanProblem.Of(wrong[0]).Message} {source.Id} cannot be rolled back by its script as it is.");
        return null;
    }

    // A rollback file that holds nothing but its declaration counts as no rollback, but as an answer to where it is.
    private static string? Declaration(MigrationSource source, List<ScriptProblem> found) => source.EmptyRollback is { } script
        ? ScriptPlanner.Plan(script, found)?.Header.Irreversible
        : null;

    // Nothing takes nothing back. An empty rollback of something is taken at its word only where the policy asks for none.
    private ScriptPlan? WithoutStatements(MigrationSource source, ScriptPlan up, string? irreversible, List<ScriptProblem> found)
    {
        if (up.IsEmpty)
        {
            host.Warning($"{project.Relative(source.Up.Path)} has no statement: it is recorded as applied, and changes nothing.");
            return up;
        }

        if (source.EmptyRollback is not { } script || irreversible is not null || policy.RollbackRequired)
            return null;
        host.Warning($"{project.Relative(script.Path)} has no statement: rolling {source.Id} back will leave behind what it changed.");
        return ScriptPlanner.Plan(script, found);
    }

    private void RequireRollback(MigrationSource source)
    {
        if (policy.RollbackRequired)
            _problems.Add(PlanRefusals.RollbackMissing(source, project, policy));
        else if (source.Repeats == RepeatableKind.Once)
            host.Warning($"{source.Id} has no rollback script: only a restore from backup can take it back.");
    }
}

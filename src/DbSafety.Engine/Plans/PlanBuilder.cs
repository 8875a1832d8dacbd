using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Forecasts;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Plans;

/// <summary>Puts a plan together. What it is made of is known; nothing is asked here.</summary>
internal sealed class PlanBuilder(ResolvedTarget target, PlanInputs inputs)
{
    public SafetyPlan Build(IOperationHost host)
    {
        var project = target.RequireProject();
        var hazards = inputs.Judged.SelectMany(script => script.Hazards).Select(hazard => hazard with { Path = project.Relative(hazard.Path) }).ToList();
        var traces = inputs.Rehearsals.Values.SelectMany(rehearsal => rehearsal.Traces).Where(trace => trace.Part == RehearsalPart.Up).ToDictionary(trace => trace.Path);
        var forecast = LockForecaster.Of(inputs.Judged, traces, inputs.Traffic, target.Policy.Limits);
        var plan = new SafetyPlan
        {
            Digest = "",
            Project = project.Configuration.Name,
            Target = target.Name,
            Environment = target.Environment,
            Database = target.Sessions.Description,
            ServerVersion = inputs.Identity.ServerVersion,
            Identity = new PlannedDatabase(inputs.Identity.System, inputs.Identity.Oid, inputs.Identity.Name),
            Tool = JournalWriter.ToolVersion,
            Configuration = project.Configuration.Digest,
            Policy = inputs.Policy,
            Fingerprint = inputs.Fingerprint,
            Migrations = [.. inputs.Planned.Zip(inputs.Judged, (migration, script) => Change(migration, script, traces.GetValueOrDefault(migration.Up.Path), project))],
            Owed = inputs.Owed,
            Hazards = hazards,
            Forecast = forecast,
            Backups = target.Policy.Backup.Required ? [.. inputs.Affected.All.Select(table => new PlannedBackup(table.ToString(), inputs.Sizes.GetValueOrDefault(table.ToString())))] : [],
            Approvals = Approvals(),
            Refusals = [.. hazards.Where(hazard => hazard.Stops).Select(HazardSummary.Line), .. ForecastBudget.Over(forecast, target.Policy.Forecast)],
            Journal = inputs.Journal,
            MadeAt = host.Time.GetUtcNow(),
        };
        return plan with { Digest = CanonicalJson.Digest(PlanDocument.Decided(plan, target.Policy)) };
    }

    private PlannedChange Change(PlannedMigration migration, JudgedScript script, ScriptTrace? trace, ProjectFolder project) => new(
        migration.Id,
        project.Relative(migration.Up.Path),
        migration.Up.Source.Checksum,
        migration.Rollback?.Source.Checksum,
        migration.Verify?.Source.Checksum,
        migration.Irreversible,
        migration.MajorReasons,
        inputs.Affected.Of(migration.Up.Path),
        inputs.Rehearsals.GetValueOrDefault(migration.Id)?.Certificate.Verdict.ToString().ToLowerInvariant(),
        [.. script.Statements.GroupBy(statement => statement.Step).Select(step => new PlannedStep(step.Key.Number, step.Key.InTransaction,
            step.Key.InTransaction ? null : step.Key.Statements[0].Facts.OutsideTransactionReason ?? "the script asks for no transaction",
            [.. step.Select(statement => Statement(statement, trace))]))])
    {
        UpBytes = migration.Up.Source.RawHash,
        RollbackBytes = migration.Rollback?.Source.RawHash,
        VerifyBytes = migration.Verify?.Source.RawHash,
        FromStep = migration.FirstStep,
    };

    private static PlannedStatement Statement(StatementContext statement, ScriptTrace? trace) => new(statement.Statement.Line, SecretText.Hide(statement.Statement.Text),
        [.. statement.LocksOfExisting.Where(claim => claim.Mode > default(LockMode)).Select(claim => new PlannedLock(claim.Table.ToString(), claim.Mode, claim.Rewrites, claim.Scans))])
    {
        Measured = trace?.Statements.FirstOrDefault(measured => measured.Line == statement.Statement.Line && measured.Column == statement.Statement.Column),
    };

    private List<NeededApproval> Approvals()
    {
        var needed = new List<NeededApproval>();
        void Add(ApprovalPoint point, params IEnumerable<string> why)
        {
            var rule = point.Rule(target.Policy.Approvals);
            if (inputs.Planned.Count > 0 && rule.Mode != ApprovalMode.None && why.Any())
                needed.Add(new NeededApproval(point.Key(), point.Words(), [.. why]) { How = rule.Mode.ToString().ToLowerInvariant(), People = rule.People, Roles = rule.Roles });
        }

        Add(ApprovalPoint.FirstModification, inputs.IsFirst ? [$"the journal of {target.Name} is empty"] : []);
        Add(ApprovalPoint.ProductionDeployment, target.IsProduction ? [$"{target.Name} is in production ({target.Environment})"] : []);
        Add(ApprovalPoint.MajorMigration, inputs.Planned.Where(migration => migration.MajorReasons.Count > 0).Select(migration => $"{migration.Id}: {string.Join("; ", migration.MajorReasons)}"));
        return needed;
    }
}

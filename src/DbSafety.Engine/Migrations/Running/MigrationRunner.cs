using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Preflight;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Plans;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>The parts of the seed's migration process, to be called in its order.</summary>
public sealed class MigrationRunner : IAsyncDisposable
{
    private readonly ScriptSession _session;
    private readonly ApprovalGate _gate;
    private readonly CheckComparison _checks;
    private readonly IReadOnlyList<PlannedMigration> _planned;
    private readonly AffectedTables _affected;
    private readonly IReadOnlyList<JudgedScript> _judged;
    private readonly List<MigrationRunItem> _items = [];
    private readonly DateTimeOffset _started;
    private RunContext _run;
    private readonly PlanInputs _inputs;
    private ApprovalGrant _approved = ApprovalGrant.Nothing;
    private BackupSet? _backup;
    private ApprovalDecision _decision = ApprovalDecision.NotNeeded;

    internal MigrationRunner(RunContext run, ScriptSession session, PlanInputs inputs)
    {
        _run = run;
        _session = session;
        _inputs = inputs;
        _planned = inputs.Planned;
        _affected = inputs.Affected;
        _judged = inputs.Judged;
        _gate = new ApprovalGate(run.Target, run.Host);
        _checks = new CheckComparison(run.Target, run.Host);
        _started = run.Host.Time.GetUtcNow();
    }

    /// <summary>The approval points that a run stands at before it begins.</summary>
    public static IReadOnlyList<ApprovalPoint> Points(ResolvedTarget target, MigrationHistory history) =>
        [.. history.IsEmpty ? (ApprovalPoint[])[ApprovalPoint.FirstModification] : [], .. target.IsProduction ? (ApprovalPoint[])[ApprovalPoint.ProductionDeployment] : []];

    /// <summary>Asks before the first database modification and before production deployment, and what the applications say before the change.</summary>
    /// <exception cref="DbSafetyException"><c>ApprovalNeeded</c>, <c>ApprovalDenied</c>, <c>ConfirmationNeeded</c>.</exception>
    public async Task<bool> MayBeginAsync(MigrationHistory history, CancellationToken cancellationToken)
    {
        await OutstandingApprovals.AskAsync(_run, history, _session.Connection, cancellationToken);
        var detail = PlanText.Of(_planned, _affected);
        var title = $"apply {Count(_planned.Count)} to {_run.Target.Name} ({_run.Target.Environment})";
        if (!await _run.Host.ConfirmAsync(new Confirmation($"{_run.Target.Name} ({_run.Target.Sessions.Description})", $"Apply {Count(_planned.Count)}",
                Core.Commands.ChangeImpact.Medium, detail), cancellationToken))
            return false;
        _approved = await _gate.BeforeAsync(Points(_run.Target, history),
            new ApprovalRequest(title, detail, Command, _ => Task.FromResult(PlanSubject.Of(_run.Target, _inputs, _run.Host))), _session.Connection, cancellationToken);
        _run = _run with { Alone = _approved.Alone };
        await _checks.BeforeAsync(cancellationToken);
        return true;
    }

    /// <summary>Step 1.</summary>
    public async Task<StepOutcome> BackUpAsync(CancellationToken cancellationToken)
    {
        (_backup, var outcome) = await BackupGate.PassAsync(_run.Target, _run.Project, _affected, _run.Host, cancellationToken);
        _run = _run with { BackupId = _backup?.Id };
        return outcome;
    }

    /// <summary>Step 2: each migration with its verify script right after it.</summary>
    public async Task<StepOutcome> MigrateAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var executor = new MigrationExecutor(_run, _session);
        var fingerprints = new Fingerprints(_session.Connection, _planned.Count, _run.Host);
        for (var i = 0; i < _planned.Count; i++)
        {
            var migration = _planned[i];
            _run.Host.Progress(new ProgressReport("Migrating", migration.Id, i, _planned.Count, "migrations"));
            var fingerprint = await fingerprints.NextAsync(cancellationToken);
            _items.Add(await executor.ApplyAsync(migration, _affected.Of(migration.Up.Path), fingerprint, cancellationToken));
            await _run.Audit.FollowSometimesAsync(_session.Connection, cancellationToken);
            if (migration.MajorReasons.Count > 0 && i < _planned.Count - 1)
                await AskAfterMajorAsync([migration], cancellationToken);
        }

        _run.Host.Progress(new ProgressReport("Migrating", "", _planned.Count, _planned.Count, "migrations", Completed: true));
        return StepOutcome.Done($"{Count(_items.Count)}: {string.Join(", ", _items.Take(5).Select(item => item.Id))}{(_items.Count > 5 ? ", …" : "")}");
    }

    /// <summary>Step 3: the applications, compared with what they said before. What they do not get over is rolled back.</summary>
    public async Task<StepOutcome> VerifyAsync(CancellationToken cancellationToken)
    {
        var verified = _planned.Count(migration => migration.Verify is not null);
        var rest = _planned.Count - verified;
        var scripts = $"{verified} verify {(verified == 1 ? "script" : "scripts")} passed{(rest == 0 ? "" : $", {rest} {(rest == 1 ? "migration has" : "migrations have")} none")}";
        var broken = await _checks.AfterAsync(cancellationToken);
        if (broken.Count == 0)
            return StepOutcome.Done($"{scripts}; {_checks.Summary}");
        var failure = _checks.Failure(broken);
        _run.Host.Warning($"{failure.Message} Rolling back what this run has applied.");
        throw await new RunRollback(_run, _planned, _items).TakeBackAsync(failure);
    }

    /// <summary>Step 4.</summary>
    public async Task<StepOutcome> DocumentAsync(CancellationToken cancellationToken)
    {
        await FinishAsync("succeeded", cancellationToken);
        var log = await RunLog.TryAppendAsync(_run, [.. Rows]);
        return StepOutcome.Done(log is null ? $"Journal, run {_run.RunId}" : $"Journal, run {_run.RunId}; {_run.Project.Relative(log)}");
    }

    /// <summary>Step 5: the approval after the last major migration.</summary>
    public async Task<StepOutcome> ApproveAsync(CancellationToken cancellationToken)
    {
        var major = _planned.Where(migration => migration.MajorReasons.Count > 0).ToList();
        if (major.Count == 0)
            return StepOutcome.Skipped("No migration of this run is a major one.");
        if (_planned[^1].MajorReasons.Count > 0 || _decision == ApprovalDecision.NotNeeded)
            await AskAfterMajorAsync(_planned[^1].MajorReasons.Count > 0 ? [_planned[^1]] : [major[^1]], cancellationToken);
        return _decision switch
        {
            ApprovalDecision.NotNeeded => StepOutcome.Skipped($"The policy of {_run.Target.Environment} asks nobody."),
            ApprovalDecision.Outstanding => StepOutcome.Skipped("Outstanding: nobody could answer. The journal has it."),
            _ => StepOutcome.Done($"Approved by {_run.Host.UserName}."),
        };
    }

    /// <summary>Writes down that the run failed.</summary>
    public async Task DocumentFailureAsync(DbSafetyException error)
    {
        if (!_begun)
            return;
        await FailureRecord.TryFinishAsync(_run, error);
        var failed = _planned.Skip(_items.Count).FirstOrDefault();
        var rows = Rows.Concat(failed is null ? [] : [RunLog.FailedRow(_run, failed.Id, error, _started)]);
        await RunLog.TryAppendAsync(_run, [.. rows]);
    }

    /// <summary>What the run did.</summary>
    public MigrationRun Result(IReadOnlyList<StepReport> steps) => new(_run.RunId, _run.Target.Name, _run.Target.Environment, MigrationDirection.Up,
        MigrationOutcome.Succeeded, _items, _backup?.ToResult(), steps, _checks.Now, _started, _run.Host.Time.GetUtcNow() - _started, RunLog.PathOf(_run))
    {
        BreakGlass = _run.Alone?.Mark,
    };

    /// <summary>The migration that failed, or the first of those that could not stay; null where none had begun.</summary>
    internal string? Failed => !_begun ? null : _items.Count < _planned.Count ? _planned[_items.Count].Id : _planned[0].Id;

    /// <summary>The backup set from before the run; null where none was taken.</summary>
    internal string? Backup => _backup?.Id;

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private bool _begun;

    // What was run is the beginning of what was planned, in its order.
    private IEnumerable<Reports.MigrationLogRow> Rows => _items.Zip(_planned, (item, migration) => RunLog.Row(_run, item, migration));

    private string Command => $"dbsafety migrate{_run.Target.Option}";

    private static string Count(int number) => number == 1 ? "1 migration" : $"{number} migrations";

    // The intent: committed before anything is changed, with the scripts themselves.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var connection = _session.Connection;
        var waits = await PreflightGate.PassAsync(connection, _judged, _run.Limits, _run.Host, cancellationToken);
        await _run.Lock.EnsureHeldAsync(connection, cancellationToken);
        if (await JournalInstaller.EnsureAsync(connection, cancellationToken))
            _run.Host.Verbose("The journal was made: schema dbsafety.");
        var scripts = _planned.SelectMany(migration => new[] { migration.Up, migration.Rollback, migration.Verify }).OfType<ScriptPlan>()
            .DistinctBy(script => script.Key).ToDictionary(script => script.Key, script => script.Source.Text);
        var begin = _run.Entry(JournalEvent.RunStarted) with { BackupId = _run.BackupId };
        begin.Detail["direction"] = "up";
        begin.Detail["migrations"] = new JsonArray([.. _planned.Select(migration => JsonValue.Create(migration.Id))]);
        begin.Detail["reason"] = _run.Reason;
        begin.Detail["limits"] = LimitRecord.Of(_run.Limits);
        if (waits.Count > 0)
            begin.Detail["preflight"] = new JsonArray([.. waits.Select(wait => JsonValue.Create(wait))]);
        await _run.Audit.WitnessAsync(begin, cancellationToken);
        await ApprovalRecord.BeginAsync(_run, connection, _approved, async () =>
        {
            await JournalWriter.KeepScriptsAsync(connection, scripts, cancellationToken);
            await _run.Journal.AppendAsync(connection, begin, cancellationToken);
        }, cancellationToken);
        _begun = true;
        await _run.Audit.FollowAsync(connection, cancellationToken);
    }

    private async Task AskAfterMajorAsync(IReadOnlyList<PlannedMigration> migrations, CancellationToken cancellationToken)
    {
        var last = migrations[^1];
        var request = new ApprovalRequest($"{last.Id} is applied to {_run.Target.Name}", [.. PlanText.Of(last, _affected), $"Checks: {_checks.Summary}"], Command);
        _decision = await _gate.AfterAsync(ApprovalPoint.MajorMigration, request, cancellationToken);
        await ApprovalRecord.WriteAsync(_run, _session.Connection, _decision, ApprovalPoint.MajorMigration, last.Id, cancellationToken);
        if (_decision == ApprovalDecision.Denied)
            throw ApprovalRecord.DeniedAfter(last.Id, _run);
    }

    private async Task FinishAsync(string outcome, CancellationToken cancellationToken)
    {
        var entry = _run.Entry(JournalEvent.RunFinished) with { BackupId = _run.BackupId, Duration = _run.Host.Time.GetUtcNow() - _started };
        entry.Detail["outcome"] = outcome;
        await RunEnd.WriteAsync(_run, _session.Connection, entry, cancellationToken);
    }
}

using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Connections;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Preflight;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>The parts of the seed's rollback process, to be called in its order.</summary>
public sealed class RollbackRunner
{
    private readonly ScriptSession _session;
    private readonly CheckComparison _checks;
    private readonly ApplicationGate _gate;
    private readonly IReadOnlyList<PlannedRollback> _planned;
    private readonly AffectedTables _affected;
    private readonly RollbackScope _scope;
    private readonly List<MigrationRunItem> _items = [];
    private readonly DateTimeOffset _started;
    private RunContext _run;
    private BackupSet? _backup;
    private DbSafetyException? _notVerified;
    private RemadeColumns? _remade;
    private ApprovalGrant _approved = ApprovalGrant.Nothing;
    private bool _begun;

    internal RollbackRunner(RunContext run, ScriptSession session, IReadOnlyList<PlannedRollback> planned, AffectedTables affected, RollbackScope scope)
    {
        _run = run;
        _session = session;
        _planned = planned;
        _affected = affected;
        _scope = scope;
        _checks = new CheckComparison(run.Target, run.Host);
        _gate = new ApplicationGate(run.Target, run.Host);
        _started = run.Host.Time.GetUtcNow();
    }

    private IReadOnlyList<string> Backups => [.. _planned.Select(rollback => rollback.Row.Entry.BackupId).OfType<string>().Distinct()];

    private IReadOnlyList<string> Ids => [.. _planned.Select(rollback => rollback.Id)];

    /// <summary>Names every migration that is rolled back, and asks.</summary>
    /// <exception cref="DbSafetyException"><c>ConfirmationNeeded</c>, or <c>ApprovalNeeded</c> and <c>ApprovalDenied</c> for a production target.</exception>
    public async Task<bool> MayBeginAsync(CancellationToken cancellationToken)
    {
        foreach (var note in _planned.Select(rollback => rollback.Note).OfType<string>())
            _run.Host.Warning(char.ToUpperInvariant(note[0]) + note[1..] + ".");
        IReadOnlyList<string> detail =
        [
            .. _planned.Select(rollback => $"{rollback.Id}, applied {rollback.Row.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {rollback.Row.OsUser}{(rollback.Note is { } note ? $" ({note})" : "")}"),
            PlanText.Backup(_affected),
            .. _affected.Warnings,
        ];
        if (!await _run.Host.ConfirmAsync(new Confirmation($"{_run.Target.Name} ({_run.Target.Environment})", $"Roll back, in this order: {string.Join(", ", Ids)}",
                ChangeImpact.High, detail), cancellationToken))
            return false;
        if (_run.Target.IsProduction)
        {
            _approved = await new ApprovalGate(_run.Target, _run.Host).BeforeAsync([ApprovalPoint.ProductionDeployment],
                new ApprovalRequest($"roll back {string.Join(", ", Ids)} on {_run.Target.Name}", detail, $"dbsafety rollback {Ids[^1]}{_run.Target.Option}",
                    token => RollbackSubject.ReadAsync(_run, _session.Connection, _planned, _affected, _scope, token)), _session.Connection, cancellationToken);
        }

        _run = _run with { Alone = _approved.Alone };
        await _checks.BeforeAsync(cancellationToken);
        return true;
    }

    /// <summary>Step 1: keeps the applications out where the policy says so, else names who is connected.</summary>
    public async Task<StepOutcome> StopApplicationsAsync(CancellationToken cancellationToken)
    {
        if (_gate.IsWanted)
            return StepOutcome.Done(await _gate.CloseAsync($"rollback, run {_run.RunId}", cancellationToken));
        var others = await ConnectedSessions.FindAsync(_session.Connection, cancellationToken);
        if (others.Count == 0)
            return StepOutcome.Done("No application is connected.");
        var text = $"{others.Sum(other => other.Count)} other sessions are connected and were not stopped: {string.Join(", ", others.Select(other => $"{other.Name} ({other.Count})"))}.";
        _run.Host.Warning($"{text} Stop them first where their work must not meet the rollback.");
        return StepOutcome.Done(text);
    }

    /// <summary>Step 2: a safety backup, then the scripts, the last applied first.</summary>
    public async Task<StepOutcome> RollBackAsync(CancellationToken cancellationToken)
    {
        (_backup, var outcome) = await BackupGate.PassAsync(_run.Target, _run.Project, _affected, _run.Host, cancellationToken);
        _run = _run with { BackupId = _backup?.Id };
        await BeginAsync(cancellationToken);
        _remade = await RemadeColumns.BeforeAsync(_session.Connection, _run.Project, Backups, _run.Host, cancellationToken);
        var executor = new RollbackExecutor(_run, _session);
        foreach (var rollback in _planned)
        {
            _run.Host.Progress(new ProgressReport("Rolling back", rollback.Id, _items.Count, _planned.Count, "migrations"));
            _items.Add(await CompareAsync(await executor.RollBackAsync(rollback, _affected.Of(rollback.Script.Path), cancellationToken), rollback, cancellationToken));
            await _run.Audit.FollowSometimesAsync(_session.Connection, cancellationToken);
        }

        _run.Host.Progress(new ProgressReport("Rolling back", "", _planned.Count, _planned.Count, "migrations", Completed: true));
        return StepOutcome.Done($"{string.Join(", ", Ids)}. Safety backup: {outcome.Detail}");
    }

    /// <summary>Step 3: what a rollback script cannot give back is merged back from the backup.</summary>
    public async Task<StepOutcome> RestoreAsync(CancellationToken cancellationToken)
    {
        if (Backups.Count == 0)
            return StepOutcome.Skipped("No backup was taken before these migrations.");
        var remade = _remade is null ? [] : await _remade.AfterAsync(_session.Connection, cancellationToken);
        if (remade.Count == 0)
            return StepOutcome.Skipped($"Not needed: no table and no column was made anew. Rows as they were before are in {string.Join(", ", Backups)}; what differs: dbsafety restore {Backups[^1]} --what-if");
        if (!_scope.BringsBack)
        {
            foreach (var data in remade)
                _run.Host.Warning(char.ToUpperInvariant(data.Line[0]) + data.Line[1..]);
            return StepOutcome.Skipped($"Not asked for. {string.Join(". ", remade.Select(data => data.Line))}");
        }

        var back = new DataReturn(_run.Sessions, _run.Host);
        await back.RunAsync(remade, cancellationToken);
        if (back.Returned.Count > 0)
        {
            var restored = _run.Entry(JournalEvent.Restored) with { BackupId = _run.BackupId };
            restored.Detail["backups"] = new JsonArray([.. Backups.Select(id => JsonValue.Create(id))]);
            restored.Detail["returned"] = new JsonArray([.. back.Returned.Select(line => JsonValue.Create(line))]);
            await _run.Journal.AppendAsync(_session.Connection, restored, cancellationToken);
        }

        if (back.Missing.Count == 0)
            return StepOutcome.Done($"Merged back: {string.Join("; ", back.Returned)}.");
        foreach (var line in back.Missing)
            _run.Host.Warning(char.ToUpperInvariant(line[0]) + line[1..]);
        _notVerified = new DbSafetyException("RestoreNotDone", ErrorKind.CheckFailed, $"The rollback is done, and not all of its data is back: {back.Missing[0]}.");
        return StepOutcome.Failed(string.Join(". ", [.. back.Missing, .. back.Returned.Select(line => $"Merged back: {line}")]));
    }

    /// <summary>Step 4: the schema against the one before the migration, and the applications.</summary>
    public async Task<StepOutcome> VerifyAsync(CancellationToken cancellationToken)
    {
        var wanted = _scope.Alone ? _scope.Expected : _planned[^1].Row.Entry.Fingerprint;
        var now = wanted is null ? null : await Fingerprints.TryTakeAsync(_session.Connection, _run.Host, cancellationToken);
        var origin = _scope.Alone ? "that the rehearsal ended with" : $"before {Ids[^1]}";
        var schema = wanted is null || now is null ? _scope.Alone ? "the rehearsal's shadow was not equal to the target, so its schema was not compared" : $"the schema from before {Ids[^1]} was not recorded, so it was not compared"
            : wanted == now ? $"the schema equals the one {origin}"
            : $"the schema differs from the one {origin}";
        // Applications that are kept out cannot be well: they are asked when they are back.
        IReadOnlyList<AppHealth> broken = _gate.IsClosed ? [] : await _checks.AfterAsync(cancellationToken);
        if (broken.Count > 0)
            _notVerified = _checks.Failure(broken);
        else if (wanted is not null && now is not null && wanted != now)
            _notVerified = new DbSafetyException("RollbackDiffers", ErrorKind.CheckFailed, $"After the rollback {schema} (fingerprint {now[..12]}, then {wanted[..12]}).");
        var detail = $"{char.ToUpperInvariant(schema[0])}{schema[1..]}; {(_gate.IsClosed ? "the applications are asked when they are back" : _checks.Summary)}.";
        if (_notVerified is null)
            return StepOutcome.Done(detail);
        _run.Host.Warning(_notVerified.Message);
        return StepOutcome.Failed(detail);
    }

    /// <summary>Step 5: writes it down, and asks the approval after a rollback.</summary>
    public async Task<StepOutcome> ResumeAsync(CancellationToken cancellationToken)
    {
        var resumed = _gate.IsClosed ? await LetInAsync(cancellationToken) + " " : "";
        var entry = _run.Entry(JournalEvent.RunFinished) with { BackupId = _run.BackupId, Duration = _run.Host.Time.GetUtcNow() - _started };
        entry.Detail["outcome"] = _notVerified is null ? "succeeded" : "not verified";
        await RunEnd.WriteAsync(_run, _session.Connection, entry, cancellationToken);
        await RunLog.TryAppendAsync(_run, [.. _items.Select(item => RunLog.Row(_run, item))]);
        var request = new ApprovalRequest($"{string.Join(", ", Ids)} rolled back on {_run.Target.Name}",
            [_notVerified?.Message ?? "Verified.", $"Checks: {_checks.Summary}"], "dbsafety status");
        var decision = await new ApprovalGate(_run.Target, _run.Host).AfterAsync(ApprovalPoint.AfterRollback, request, cancellationToken);
        await ApprovalRecord.WriteAsync(_run, _session.Connection, decision, ApprovalPoint.AfterRollback, null, cancellationToken);
        return decision switch
        {
            ApprovalDecision.Denied => throw ApprovalRecord.DeniedAfterRollback(Ids, _run),
            // A person who has seen the difference may accept it; nobody else can.
            ApprovalDecision.Approved => StepOutcome.Done($"{resumed}Approved by {_run.Host.UserName}."),
            _ when _notVerified is { } failure => throw NotVerified(failure),
            ApprovalDecision.Outstanding => StepOutcome.Skipped($"{resumed}Approval outstanding: nobody could answer. The journal has it."),
            _ => StepOutcome.Done($"{resumed}The policy of {_run.Target.Environment} asks nobody."),
        };
    }

    /// <summary>Lets the applications in again, and asks them.</summary>
    private async Task<string> LetInAsync(CancellationToken cancellationToken)
    {
        var said = await _gate.OpenAsync(cancellationToken);
        if (await _checks.AfterAsync(cancellationToken) is { Count: > 0 } broken)
        {
            _notVerified ??= _checks.Failure(broken);
            _run.Host.Warning(_checks.Failure(broken).Message);
        }

        return said;
    }

    /// <summary>Writes down that the run failed.</summary>
    public async Task DocumentFailureAsync(DbSafetyException error)
    {
        await _gate.AfterFailureAsync(isAsBefore: _items.Count == 0 && error.Kind is not (ErrorKind.RollbackFailed or ErrorKind.StateUnknown or ErrorKind.Connection or ErrorKind.Unexpected));
        // Past step 2 the rollback is done and written down already.
        if (!_begun || _items.Count == _planned.Count)
            return;
        await FailureRecord.TryFinishAsync(_run, error);
        await RunLog.TryAppendAsync(_run, [.. _items.Select(item => RunLog.Row(_run, item)), RunLog.FailedRow(_run, _planned[_items.Count].Id, error, _started)]);
    }

    /// <summary>What the run did.</summary>
    public MigrationRun Result(IReadOnlyList<StepReport> steps) => new(_run.RunId, _run.Target.Name, _run.Target.Environment, MigrationDirection.Rollback,
        MigrationOutcome.Succeeded, _items, _backup?.ToResult(), steps, _checks.Now, _started, _run.Host.Time.GetUtcNow() - _started, RunLog.PathOf(_run))
    {
        BreakGlass = _run.Alone?.Mark,
    };

    /// <summary>The migration whose rollback failed; null where none had begun, or all are rolled back.</summary>
    internal string? Failed => _begun && _items.Count < _planned.Count ? _planned[_items.Count].Id : null;

    /// <summary>The backup set from before that migration, else the one from before this rollback; null where there is none.</summary>
    internal string? Backup => (_items.Count < _planned.Count ? _planned[_items.Count].Row.Entry.BackupId : null) ?? _backup?.Id;

    // Each against its own fingerprint, also where a run had applied several; the last one is compared in step 4.
    private async Task<MigrationRunItem> CompareAsync(MigrationRunItem item, PlannedRollback rollback, CancellationToken cancellationToken)
    {
        if (_planned.Count == 1 || _planned.Count > Fingerprints.LongRun || rollback == _planned[^1] || rollback.Row.Entry.Fingerprint is not { } wanted
            || await Fingerprints.TryTakeAsync(_session.Connection, _run.Host, cancellationToken) is not { } now || now == wanted)
            return item;
        var difference = $"the schema differs from the one that there was before {rollback.Id} (fingerprint {now[..12]}, then {wanted[..12]})";
        _run.Host.Warning(char.ToUpperInvariant(difference[0]) + difference[1..] + ".");
        return item with { Detail = item.Detail is null ? difference : $"{item.Detail}; {difference}" };
    }

    private DbSafetyException NotVerified(DbSafetyException failure) => new(failure.Id, ErrorKind.CheckFailed, failure.Message, failure)
    {
        State = $"{string.Join(", ", Ids)} {(Ids.Count == 1 ? "is" : "are")} rolled back.",
        NextStep = _planned[^1].Row.Entry.BackupId is { } backup
            ? $"Look at what differs; the tables from before the migration: dbsafety restore {backup}"
            : "Look at what differs, and put it right with a new migration.",
    };

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var judged = await HazardGate.JudgeAsync(_session.Connection, _planned, _run.Target.Policy, cancellationToken);
        var waits = await PreflightGate.PassAsync(_session.Connection, judged, _run.Limits, _run.Host, cancellationToken);
        await _run.Lock.EnsureHeldAsync(_session.Connection, cancellationToken);
        var begin = _run.Entry(JournalEvent.RunStarted) with { BackupId = _run.BackupId };
        begin.Detail["direction"] = "rollback";
        begin.Detail["migrations"] = new JsonArray([.. Ids.Select(id => JsonValue.Create(id))]);
        begin.Detail["reason"] = _run.Reason;
        begin.Detail["limits"] = LimitRecord.Of(_run.Limits);
        if (waits.Count > 0)
            begin.Detail["preflight"] = new JsonArray([.. waits.Select(wait => JsonValue.Create(wait))]);
        await _run.Audit.WitnessAsync(begin, cancellationToken);
        var scripts = _planned.DistinctBy(rollback => rollback.Script.Key).ToDictionary(rollback => rollback.Script.Key, rollback => rollback.Script.Source.Text);
        await ApprovalRecord.BeginAsync(_run, _session.Connection, _approved, async () =>
        {
            await JournalWriter.KeepScriptsAsync(_session.Connection, scripts, cancellationToken);
            await _run.Journal.AppendAsync(_session.Connection, begin, cancellationToken);
        }, cancellationToken);
        _begun = true;
        await _run.Audit.FollowAsync(_session.Connection, cancellationToken);
    }
}

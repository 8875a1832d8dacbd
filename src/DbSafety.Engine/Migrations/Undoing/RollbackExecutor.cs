using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>Rolls back one migration.</summary>
internal sealed class RollbackExecutor(RunContext run, ScriptSession session)
{
    private readonly ScriptRunner _scripts = new(run, session);

    /// <exception cref="DbSafetyException">It failed; the error says what became of it.</exception>
    public async Task<MigrationRunItem> RollBackAsync(PlannedRollback rollback, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var began = run.Host.Time.GetTimestamp();
        session.TakeNotices();
        var started = Entry(JournalEvent.RollbackStarted, rollback);
        var result = await _scripts.RunAsync(rollback.Script, rollback.Resumes, started,
            () => Entry(JournalEvent.RolledBack, rollback) with { BackupId = run.BackupId, Duration = run.Host.Time.GetElapsedTime(began) }, cancellationToken);
        if (result.Error is { } error)
            throw await FailedAsync(rollback, result, error);
        var notices = session.TakeNotices();
        await session.ResetAfterAsync(rollback.Script, cancellationToken);
        return new MigrationRunItem(rollback.Id, MigrationOutcome.Succeeded, rollback.Script.Statements.Count(), rollback.Script.Steps.Count, tables,
            run.Host.Time.GetElapsedTime(began), notices, rollback.Note);
    }

    private JournalEntry Entry(JournalEvent what, PlannedRollback rollback) => run.Entry(what, rollback.Id) with
    {
        Checksum = rollback.Script.Source.Checksum,
        RawChecksum = rollback.Script.Source.RawHash,
        UpScript = rollback.Row.Entry.UpScript,
        RollbackScript = rollback.Script.Key,
    };

    private async Task<DbSafetyException> FailedAsync(PlannedRollback rollback, ScriptResult result, DbSafetyException error)
    {
        if (result.StepsDone == rollback.Script.Steps.Count)
            return RollbackReports.DoneButLost(rollback.Id, error);
        if (result.IsUncertain && rollback.Script.IsAtomic)
            return RollbackReports.Uncertain(rollback.Id, error);
        var partly = !result.IsNothing;
        await FailureRecord.TryWriteAsync(run, partly ? JournalEvent.FailedPartly : JournalEvent.Failed, rollback.Id, error);
        return partly ? RollbackReports.PartRemains(rollback, result, error) : RollbackReports.StillApplied(rollback, error);
    }
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>
/// The seed's procedure for a migration that fails: stop, run its rollback script where something of it remains, look at what is
/// there, and report. It always ends in an error that tells what became of the migration.
/// </summary>
internal sealed class EmergencyRollback(RunContext run)
{
    /// <summary>The up script failed.</summary>
    public async Task<DbSafetyException> FailedAsync(PlannedMigration migration, ScriptResult result, TimeSpan duration)
    {
        var (error, holdsLock) = await StopNotice.ReadAsync(run, result.Error!);
        result = result with { Error = error };
        if (result.StepsDone == migration.Up.Steps.Count)
            return FailureReports.AppliedButLost(migration.Id, error);
        if (result.IsUncertain && migration.Up.IsAtomic)
            return FailureReports.Uncertain(migration.Id, error);
        if (result.IsNothing)
        {
            await FailureRecord.TryWriteAsync(run, JournalEvent.Failed, migration.Id, error, duration);
            return FailureReports.NothingRemains(migration, error);
        }

        // Earlier steps remain. Where a person cancelled, or where a step's end is not known and it may still be running on the server,
        // a person decides what comes next, as where a backfill has come some of its way; everything else is taken back at once.
        if (migration.Rollback is null || result.IsCancelled || result.IsUncertain || result.KeysDone > 0 || !holdsLock)
        {
            await FailureRecord.TryWriteAsync(run, JournalEvent.FailedPartly, migration.Id, error, duration);
            return FailureReports.PartRemains(migration, result, error);
        }

        run.Host.Warning($"{migration.Id} failed after {result.StepsDone} of its {migration.Up.Steps.Count} steps: running its rollback script.");
        var rollback = await RollBackAsync(migration, error);
        if (rollback.Error is { } second)
        {
            await FailureRecord.TryWriteAsync(run, JournalEvent.FailedPartly, migration.Id, second, duration, error);
            return FailureReports.RollbackFailed(migration, error, second);
        }

        return FailureReports.RolledBack(migration, error);
    }

    /// <summary>The migration is applied, and its verify script did not pass.</summary>
    public async Task<DbSafetyException> NotVerifiedAsync(PlannedMigration migration, DbSafetyException failure)
    {
        await FailureRecord.TryWriteAsync(run, JournalEvent.VerifyFailed, migration.Id, failure);
        return await TakeBackAppliedAsync(migration, failure);
    }

    /// <summary>The migration is applied, and cannot stay.</summary>
    public async Task<DbSafetyException> TakeBackAppliedAsync(PlannedMigration migration, DbSafetyException failure)
    {
        if (migration.Rollback is null)
            return FailureReports.StaysWithoutRollback(migration, failure);
        run.Host.Warning($"{migration.Id} cannot stay ({failure.Id}): running its rollback script.");
        var rollback = await RollBackAsync(migration, failure);
        if (rollback.Error is not { } second)
            return FailureReports.RolledBack(migration, failure);
        await FailureRecord.TryWriteAsync(run, rollback.StepsDone > 0 ? JournalEvent.FailedPartly : JournalEvent.VerifyFailed, migration.Id, second, cause: failure);
        return FailureReports.RollbackFailed(migration, failure, second, rollback.StepsDone == 0);
    }

    private async Task<ScriptResult> RollBackAsync(PlannedMigration migration, DbSafetyException cause)
    {
        try
        {
            await using var fresh = await ScriptSession.OpenAsync(run.Sessions, "rollback", CancellationToken.None);
            var result = await new ScriptRunner(run, fresh).RunAsync(migration.Rollback!, null, run.Entry(JournalEvent.RollbackStarted, migration.Id) with { UpScript = migration.Up.Key, RollbackScript = migration.Rollback!.Key },
                () => FailureRecord.Entry(run, JournalEvent.RolledBack, migration.Id, cause), CancellationToken.None);
            if (result.Error is null)
                await FailureRecord.TryWriteAsync(run, JournalEvent.Failed, migration.Id, cause);
            return result;
        }
        catch (DbSafetyException error)
        {
            return new ScriptResult(0, error);
        }
    }
}

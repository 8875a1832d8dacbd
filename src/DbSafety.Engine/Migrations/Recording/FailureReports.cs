using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>The errors at the end of a run that failed: what happened, what state things are in now, what to run next.</summary>
internal static class FailureReports
{
    public static DbSafetyException NothingRemains(PlannedMigration migration, DbSafetyException cause) => FailureReport.Of(
        cause.Kind is ErrorKind.Connection or ErrorKind.Cancelled or ErrorKind.LimitReached or ErrorKind.StateUnknown ? cause.Id : "MigrationFailed",
        cause.Kind is ErrorKind.Connection or ErrorKind.Cancelled or ErrorKind.LimitReached ? cause.Kind : ErrorKind.FailedRolledBack,
        cause, $"{migration.Id} was rolled back; nothing of it remains.",
        cause.Kind switch
        {
            ErrorKind.LimitReached when cause.Id == "GuardLimitReached" && cause.NextStep is { } next => next,
            ErrorKind.LimitReached => "When the sessions in the way are done, run: dbsafety migrate",
            ErrorKind.Connection or ErrorKind.Cancelled => "Go on with: dbsafety migrate",
            _ => $"Mend {ScriptName.Of(migration.Up.Path)}, then run: dbsafety migrate",
        });

    public static DbSafetyException RolledBack(PlannedMigration migration, DbSafetyException cause) => FailureReport.Of(
        cause.Id is "VerifyFailed" or "ApplicationCheckFailed" ? cause.Id : "MigrationFailed", ErrorKind.FailedRolledBack, cause,
        $"{migration.Id} was taken back by its rollback script; the journal has it as failed.",
        $"Mend {ScriptName.Of(cause.Script ?? migration.Up.Path)}, then run: dbsafety migrate");

    public static DbSafetyException PartRemains(PlannedMigration migration, ScriptResult result, DbSafetyException cause) => FailureReport.Of(
        result.IsCancelled ? cause.Id : cause.Id == "StepUncertain" ? cause.Id : "MigrationUnfinished",
        result.IsCancelled ? ErrorKind.Cancelled : result.IsUncertain ? ErrorKind.StateUnknown : ErrorKind.RollbackFailed, cause,
        $"{Part(migration, result)} {(migration.Rollback is null ? "There is no rollback script to take that back." : "Its rollback script was not run.")}",
        cause.Id == "StepUncertain"
            ? $"Look at the database. Take the migration back: dbsafety rollback {migration.Id}; or, where all of it is done, record that: dbsafety baseline {migration.Id}"
            : migration.Rollback is null
            ? "Go on from there when the cause is mended: dbsafety migrate; or restore the affected tables: dbsafety restore"
            : $"See what is there: dbsafety repair {migration.Id}. Go on from there: dbsafety repair {migration.Id} --finish; or take it back: dbsafety rollback {migration.Id}");

    public static DbSafetyException RollbackFailed(PlannedMigration migration, DbSafetyException cause, DbSafetyException second, bool wholly = false) =>
        new("RollbackFailed", ErrorKind.RollbackFailed, $"{cause.Message} Its rollback failed too: {second.Message}", cause)
        {
            State = $"{migration.Id} is {(wholly ? "still applied" : "applied in part")}; the rollback's own failed step was rolled back.",
            NextStep = $"Stop the applications. Mend {ScriptName.Of(second.Script ?? migration.Rollback!.Path)} and run: dbsafety rollback {migration.Id}; "
                + "or restore the affected tables from the backup of this run: dbsafety restore",
            SqlState = second.SqlState,
            Script = second.Script,
            Line = second.Line,
            Column = second.Column,
            Detail = [.. cause.Detail, .. second.Detail],
        };

    public static DbSafetyException StaysWithoutRollback(PlannedMigration migration, DbSafetyException cause) => FailureReport.Of(
        "VerifyFailed", ErrorKind.RollbackFailed, cause, $"{migration.Id} is applied, did not verify, and has no rollback script.",
        "Mend it with a new migration, or restore the affected tables from the backup of this run: dbsafety restore");

    public static DbSafetyException AppliedButLost(string id, DbSafetyException cause) => FailureReport.Of(
        cause.Id, cause.Kind, cause, $"{id} is applied: the journal has it. What comes after it in the run was not begun.", "Go on with: dbsafety migrate");

    public static DbSafetyException NotAsked(string id, DbSafetyException cause) => FailureReport.Of(
        cause.Id, cause.Kind, cause, $"{id} is applied, and its verify script was not run. What comes after it was not begun.",
        $"When the server can be reached, see: dbsafety status. Go on with: dbsafety migrate; or take it back: dbsafety rollback {id}");

    public static DbSafetyException Uncertain(string id, DbSafetyException cause) => FailureReport.Of(
        "StateUnknown", ErrorKind.StateUnknown, cause,
        $"Whether {id} is applied cannot be told until the server answers again. It is one transaction together with its journal row: the journal will say.",
        "When the server can be reached, run: dbsafety status");

    private static string Part(PlannedMigration migration, ScriptResult result) =>
        $"{migration.Id} is applied in part: {result.StepsDone} of its {migration.Up.Steps.Count} steps {(result.StepsDone == 1 ? "is" : "are")} done"
        + (result.KeysDone > 0 ? $", and of step {result.StepsDone + 1} {result.KeysDone:N0} rows are gone through; it goes on from there." : result.IsUncertain ? $", and the end of step {result.StepsDone + 1} is not known." : ".");
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>The errors at the end of a rollback that failed.</summary>
internal static class RollbackReports
{
    public static DbSafetyException StillApplied(PlannedRollback rollback, DbSafetyException cause) => FailureReport.Of(
        cause.Kind is ErrorKind.Connection or ErrorKind.Cancelled or ErrorKind.LimitReached ? cause.Id : "RollbackFailed",
        cause.Kind is ErrorKind.Connection or ErrorKind.Cancelled or ErrorKind.LimitReached ? cause.Kind : ErrorKind.RollbackFailed, cause,
        $"{rollback.Id} is still applied: the rollback's own transaction was rolled back.",
        $"Mend {ScriptName.Of(rollback.Script.Path)} or what stands in its way, then run: dbsafety rollback {rollback.Id}"
            + (rollback.Row.Entry.BackupId is { } backup ? $"; or carry out the emergency procedure: dbsafety runbook rollback-failed --input-value migration={rollback.Id},backup={backup}" : ""));

    public static DbSafetyException PartRemains(PlannedRollback rollback, ScriptResult result, DbSafetyException cause) => FailureReport.Of(
        cause.Kind == ErrorKind.Cancelled ? "Cancelled" : "RollbackFailed", cause.Kind == ErrorKind.Cancelled ? ErrorKind.Cancelled : ErrorKind.RollbackFailed, cause,
        $"{rollback.Id} is rolled back in part: {result.StepsDone} of {rollback.Script.Steps.Count} steps {(result.StepsDone == 1 ? "is" : "are")} done"
            + (result.IsUncertain ? $", and the end of step {result.StepsDone + 1} is not known." : "."),
        $"Stop the applications, mend the cause, and go on with: dbsafety rollback {rollback.Id}"
            + (rollback.Row.Entry.BackupId is { } backup ? $"; or carry out the emergency procedure: dbsafety runbook rollback-failed --input-value migration={rollback.Id},backup={backup}" : ""));

    public static DbSafetyException DoneButLost(string id, DbSafetyException cause) => FailureReport.Of(
        cause.Id, cause.Kind, cause, $"{id} is rolled back: the journal has it. What was to follow was not begun.", "See where things stand: dbsafety status");

    public static DbSafetyException Uncertain(string id, DbSafetyException cause) => FailureReport.Of(
        "StateUnknown", ErrorKind.StateUnknown, cause, $"Whether {id} is rolled back cannot be told until the server answers again; the journal will say.",
        "When the server can be reached, run: dbsafety status");
}

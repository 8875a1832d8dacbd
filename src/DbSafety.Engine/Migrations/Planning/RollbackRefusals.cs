using DbSafety.Core.Errors;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>Why nothing is rolled back, in words.</summary>
internal static class RollbackRefusals
{
    public static DbSafetyException ChooseOne(string? newest) => Refused("RollbackNotChosen", ErrorKind.InvalidArgument,
        "Say what to roll back: one id, --last with a number, or --all.",
        newest is null ? "Nothing is applied; see: dbsafety status" : $"The last applied one: dbsafety rollback {newest}");

    public static DbSafetyException OnlyWithoutId() => Refused("RollbackNotChosen", ErrorKind.InvalidArgument,
        "--only goes with one id.", "Name it: dbsafety rollback <id> --only");

    public static DbSafetyException NotIndependent(string id, string reason) => Refused("RollbackNotIndependent", ErrorKind.Refused,
        $"{id} cannot be rolled back alone: {reason}.", $"Roll it back together with those applied after it: dbsafety rollback {id}");

    public static DbSafetyException LastNotPositive(int count) => Refused("RollbackNotChosen", ErrorKind.InvalidArgument,
        $"--last {count} rolls back nothing.", "Give a number from 1: dbsafety rollback --last 1");

    public static DbSafetyException NotApplied(string id, bool known, IEnumerable<string> applied) => Refused("MigrationNotApplied", ErrorKind.NotFound,
        known ? $"{id} is not applied, so there is nothing to roll back." : $"There is no migration '{id}'. {NearestWord.DidYouMean(id, applied)}".TrimEnd(),
        "See what is applied with: dbsafety status --applied");

    public static PlanProblem Missing(MigrationRecord record, ProjectFolder project)
    {
        var irreversible = (string?)record.Scripts!.Entry.Detail["irreversible"];
        var backup = record.Scripts.Entry.BackupId;
        return new PlanProblem(irreversible is null ? "RollbackMissing" : "MigrationIrreversible", ErrorKind.Refused,
            irreversible is null
                ? $"{record.Id} has no rollback script, neither as a file nor in the journal."
                : $"{record.Id} is irreversible: {irreversible}.",
            (irreversible is null ? $"Write {project.Relative(System.IO.Path.Combine(project.RollbackPath, record.Id + ".sql"))}" : "Put things right with a new migration")
            + (backup is null ? "." : $", or restore the affected tables from the backup before it: dbsafety restore {backup}"));
    }

    private static DbSafetyException Refused(string id, ErrorKind kind, string message, string next) =>
        new(id, kind, message) { State = "Nothing was changed.", NextStep = next };
}

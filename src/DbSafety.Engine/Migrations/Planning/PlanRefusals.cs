using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>The rules' refusals, in words.</summary>
internal static class PlanRefusals
{
    public static PlanProblem Changed(MigrationSource source, JournalRow applied, ScriptText file, ProjectFolder project) =>
        new("MigrationChanged", ErrorKind.Refused,
            $"{project.Relative(source.Up.Path)} has changed since it was applied on {applied.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC "
            + $"by {applied.OsUser}: {applied.Entry.Checksum} then, {file.Checksum} now.",
            "Bring the file back to what it was and put the change into a new migration; "
            + $"or roll it back and apply it anew: dbsafety rollback {source.Id}; or accept the file as it is: dbsafety baseline {source.Id} --reason \"…\"")
        {
            Path = source.Up.Path,
        };

    public static PlanProblem OutOfOrder(MigrationSource source, MigrationSource newest, ProjectFolder project) =>
        new("MigrationOutOfOrder", ErrorKind.Refused,
            $"{project.Relative(source.Up.Path)} is not applied, but {newest.Id}, which comes after it, is.",
            "Give it a number after that one, or apply it all the same: dbsafety migrate --allow-out-of-order")
        {
            Path = source.Up.Path,
        };

    public static PlanProblem RollbackMissing(MigrationSource source, ProjectFolder project, EnvironmentPolicy policy) =>
        new("RollbackMissing", ErrorKind.Refused,
            source.EmptyRollbackPath is { } empty
                ? $"{project.Relative(empty)} is empty, so nothing could take {source.Id} back."
                : $"{source.Id} has no rollback script.",
            $"Write {project.Relative(System.IO.Path.Combine(project.RollbackPath, source.Id + ".sql"))}; or, where nothing can take it back, write into it: "
            + $"-- dbsafety: irreversible because …; or, for a history that has none, set rollback.required to false for {policy.Name} in dbsafety.yaml.")
        {
            Path = source.EmptyRollbackPath ?? source.Up.Path,
        };

    public static PlanProblem IrreversibleWithoutBackup(MigrationSource source, string reason, EnvironmentPolicy policy) =>
        new("BackupNeeded", ErrorKind.Refused,
            $"{source.Id} is irreversible ({reason}), and the policy of {policy.Name} takes no backup.",
            $"Set backup.required to true for {policy.Name} in dbsafety.yaml.")
        {
            Path = source.Up.Path,
        };

    public static PlanProblem RollbackUnfinished(string id, UnfinishedAttempt attempt) =>
        new("RollbackUnfinished", ErrorKind.StateUnknown, $"The rollback of {id} is not complete. {attempt.Describe()}", $"Finish it first: dbsafety rollback {id}");

    /// <summary>Why an attempt cannot be gone on with; null when it can.</summary>
    public static PlanProblem? Resume(MigrationSource source, UnfinishedAttempt attempt, ScriptPlan up)
    {
        return ChecksumRule.IsChanged(attempt.Started, up.Source) && (attempt.StepsDone.Count > 0 || attempt.Batch is not null)
            ? new PlanProblem("UnfinishedMigrationChanged", ErrorKind.StateUnknown,
                $"{source.Id} is applied in part, and its file has changed since. {attempt.Describe()}",
                $"Bring the file back to what it was and run: dbsafety migrate; or take the part back: dbsafety rollback {source.Id}")
            {
                Path = source.Up.Path,
            }
            : null;
    }

    public static DbSafetyException NotFound(string id, MigrationCatalog catalog) =>
        new("MigrationNotFound", ErrorKind.NotFound,
            $"There is no migration '{id}'. {NearestWord.DidYouMean(id, catalog.Sources.Select(source => source.Id))}".TrimEnd())
        {
            State = "Nothing was changed.",
            NextStep = "See what there is with: dbsafety status",
        };
}

using DbSafety.Core.Errors;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>What a run that failed calls for.</summary>
/// <param name="Runbook">The procedure.</param>
/// <param name="Inputs">Its inputs, each as name=value.</param>
internal sealed record Emergency(string Runbook, IReadOnlyList<string> Inputs)
{
    /// <summary>The command that carries it out.</summary>
    public string Command => $"dbsafety runbook {Runbook} --input-value {string.Join(',', Inputs)}";

    /// <summary>A migration that failed, however far it had come; null where it only got no lock or no answer, or a person stopped it.</summary>
    /// <param name="migration">The migration; null where none had begun.</param>
    /// <param name="backup">The backup set from before it; null where none was taken. A later one may hold what the failure did.</param>
    public static Emergency? OfMigration(string? migration, string? backup, DbSafetyException error) =>
        migration is not null && error.Kind is ErrorKind.FailedRolledBack or ErrorKind.RollbackFailed or ErrorKind.StateUnknown or ErrorKind.CheckFailed
            ? new Emergency("migration-failed", [$"migration={migration}", .. backup is null ? (string[])[] : [$"backup={backup}"]]) : null;

    /// <summary>A rollback that failed; null where it is done and only its checks did not pass, or where there is no backup to go back to.</summary>
    /// <param name="migration">The migration; null where its rollback had not begun.</param>
    /// <param name="backup">The backup set from before the migration, else the one from before the rollback.</param>
    public static Emergency? OfRollback(string? migration, string? backup, DbSafetyException error) =>
        migration is not null && backup is not null && error.Kind is ErrorKind.RollbackFailed or ErrorKind.StateUnknown
            ? new Emergency("rollback-failed", [$"migration={migration}", $"backup={backup}"]) : null;
}

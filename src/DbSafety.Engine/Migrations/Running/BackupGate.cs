using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>
/// Lets no change through before the affected tables are backed up and the backup is proven by a restore. Its snapshot is closed by
/// then, so that it does not stand in the way of the change (research I7).
/// </summary>
internal static class BackupGate
{
    /// <returns>The proven set, or null with the reason why there is none.</returns>
    public static async Task<(BackupSet? Set, StepOutcome Outcome)> PassAsync(
        ResolvedTarget target, ProjectFolder project, AffectedTables affected, IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var warning in affected.Warnings)
            host.Warning(warning);
        if (affected.All.Count == 0)
            return (null, StepOutcome.Skipped("No existing table is affected."));
        if (!target.Policy.Backup.Required)
            return (null, StepOutcome.Skipped($"The policy of {target.Environment} takes no backup. Affected: {Names(affected)}."));
        if (target.Policy.Backup.MaxBytes is { } limit && affected.Bytes > limit)
            throw TooLarge(affected, limit, target);

        var set = await BackupWriter.CreateAsync(target.Sessions,
            new BackupRequest { Tables = affected.All, Store = FileStores.Open(project.BackupsPath, host), Target = target.Name }, host, cancellationToken);
        var summary = $"{set.Id}: {Names(affected)}, {set.Manifest.Tables.Sum(table => table.Rows):N0} rows";
        if (!target.Policy.Backup.Prove)
            return (set, StepOutcome.Done($"{summary}. Not proven by a restore, as the policy of {target.Environment} has it."));
        var proofs = await BackupProver.ProveAsync(target.Sessions, set, null, host, cancellationToken);
        var failed = proofs.Where(proof => !proof.Passed).ToList();
        if (failed.Count > 0)
            throw NotProven(set, failed.Select(proof => $"{proof.Table}: {string.Join(" ", proof.Detail)}"));
        return (set with { Proven = host.Time.GetUtcNow() }, StepOutcome.Done($"{summary}. Restored into a scratch database and compared: equal."));
    }

    private static string Names(AffectedTables affected) =>
        affected.All.Count <= 5 ? string.Join(", ", affected.All) : $"{string.Join(", ", affected.All.Take(4))} and {affected.All.Count - 4} more tables";

    private static DbSafetyException TooLarge(AffectedTables affected, long limit, ResolvedTarget target) =>
        new("BackupTooLarge", ErrorKind.Refused, $"The affected tables have {affected.Bytes:N0} bytes, and the policy of {target.Environment} backs up at most {limit:N0}.")
        {
            State = "Nothing was changed.",
            NextStep = $"Raise backup.maxBytes for {target.Environment} in dbsafety.yaml, or divide the change.",
            Detail = [.. affected.All.Select(table => table.ToString())],
        };

    private static DbSafetyException NotProven(BackupSet set, IEnumerable<string> failures) =>
        new("BackupNotProven", ErrorKind.BackupInvalid, $"The backup {set.Id} does not restore to what it was taken from.")
        {
            State = "The database was not changed.",
            NextStep = $"See what differs: dbsafety Test-LogicalBackup {set.Id}",
            Detail = [.. failures],
        };
}

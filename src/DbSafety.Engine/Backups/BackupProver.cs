using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Proving;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Proves a backup set: restores it into a scratch database with the files' own SQL, and compares.</summary>
public static class BackupProver
{
    /// <summary>Proves the set, or only the tables named. One result per table; a table that does not pass is a result, not an exception.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">It could not be tried, such as where the role may not create a scratch database.</exception>
    public static async Task<IReadOnlyList<BackupTest>> ProveAsync(
        Sessions sessions, BackupSet set, IReadOnlyCollection<TableName>? tables, IOperationHost host, CancellationToken cancellationToken)
    {
        var chosen = BackupTables.Choose(set, tables);
        var isWhole = chosen.Count == set.Manifest.Tables.Count;
        try
        {
            var proof = new SetProof(set, chosen, isWhole, host);
            var tests = await proof.RunAsync(sessions, cancellationToken);
            if (isWhole && tests.All(test => test.Passed))
                await RecordAsync(sessions, set, host, cancellationToken);
            return tests;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresErrors.Map(error, $"proving backup {set.Id} on {sessions.Description}",
                "The backup's files are as they were; the scratch database is dropped.", $"dbsafety prove {set.Id}");
        }
    }

    /// <summary>Checks only the files: sizes, hashes, form, and the digest of the rows in them.</summary>
    public static Task<IReadOnlyList<BackupTest>> CheckFilesAsync(
        BackupSet set, IReadOnlyCollection<TableName>? tables, IOperationHost host, CancellationToken cancellationToken) =>
        new FilesProof(set, BackupTables.Choose(set, tables), host).RunAsync(cancellationToken);

    private static Task RecordAsync(Sessions sessions, BackupSet set, IOperationHost host, CancellationToken cancellationToken) =>
        ProofFile.WriteAsync(set, new BackupProof(
            set.Id,
            set.Manifest.SelfHash,
            host.Time.GetUtcNow(),
            host.UserName,
            host.MachineName,
            sessions.Description,
            set.Manifest.Tables.Count,
            set.Manifest.Tables.Sum(table => table.Rows)), cancellationToken);
}

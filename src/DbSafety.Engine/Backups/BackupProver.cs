using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Proves a backup set: restores it into a scratch database with the files' own SQL, and compares.</summary>
public static class BackupProver
{
    /// <summary>Proves the set, or only the tables named. One result per table; a table that does not pass is a result, not an exception.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">It could not be tried, such as where the role may not create a scratch database.</exception>
    public static Task<IReadOnlyList<BackupTest>> ProveAsync(
        Sessions sessions, BackupSet set, IReadOnlyCollection<TableName>? tables, IOperationHost host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

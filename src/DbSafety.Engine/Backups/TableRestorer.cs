using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Brings live tables to what a backup set holds: side schema first, compared there, then one transaction over all the tables.</summary>
public static class TableRestorer
{
    /// <summary>Restores. The live tables are before or after, never between.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">What went wrong; the live tables are as they were.</exception>
    public static Task<IReadOnlyList<TableRestore>> RestoreAsync(
        Sessions sessions, BackupSet set, RestoreRequest request, IOperationHost host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

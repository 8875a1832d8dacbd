using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Brings live tables to what a backup set holds: side schema first, compared there, then one transaction over all the tables.</summary>
public static class TableRestorer
{
    /// <summary>Restores. The live tables are before or after, never between.</summary>
    /// <exception cref="DbSafetyException">What went wrong; the live tables are as they were.</exception>
    public static async Task<IReadOnlyList<TableRestore>> RestoreAsync(
        Sessions sessions, BackupSet set, RestoreRequest request, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await new SetRestore(sessions, set, request, host).RunAsync(BackupTables.Choose(set, request.Tables), cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresErrors.Map(error, $"restoring backup {set.Id} into {sessions.Description}",
                "The live tables are as they were: what was begun was rolled back.", $"Mend the cause, then see what would be done with: dbsafety restore {set.Id} --what-if");
        }
    }
}

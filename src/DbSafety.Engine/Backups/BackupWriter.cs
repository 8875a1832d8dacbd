using DbSafety.Core.Hosting;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Makes a backup set: all its tables from one exported snapshot.</summary>
public static class BackupWriter
{
    /// <summary>Backs up what the request names. On any error no file of the set stays.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">What went wrong, and that nothing of it is left.</exception>
    public static Task<BackupSet> CreateAsync(Sessions sessions, BackupRequest request, IOperationHost host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

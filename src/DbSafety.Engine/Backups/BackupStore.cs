using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups;

/// <summary>A folder of backup sets.</summary>
public sealed class BackupStore
{
    public BackupStore(string folder) => Folder = System.IO.Path.GetFullPath(folder);

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>The finished sets, newest first. A manifest that cannot be read is a warning.</summary>
    public Task<IReadOnlyList<BackupSet>> ListAsync(IOperationHost host, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Finds one set: by its id, its manifest, one of its files or its folder; the newest one of the folder where nothing is named.
    /// </summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>BackupNotFound</c>, or what is wrong with the manifest.</exception>
    public Task<BackupSet> FindAsync(string? backup, IOperationHost host, CancellationToken cancellationToken) => throw new NotImplementedException();
}

using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Folders;

namespace DbSafety.Engine.Backups;

/// <summary>Where a backup is that a person names: in another place, in a folder, or in the place that is meant anyway.</summary>
internal static class BackupPlace
{
    /// <returns>The place, and the id or file name in it; null where the place alone was named.</returns>
    public static (IFileStore Files, string? Name) Of(string backup, IFileStore files, IOperationHost host)
    {
        if (StoreLocation.IsOne(backup))
            return Remote(StoreLocation.Parse(backup), files, host);
        if (files is not FolderStore folder)
            return Local(Path.GetFullPath(backup, host.WorkingDirectory)) ?? (files, backup);
        // A name may stand with a part of its path, which starts from the folder.
        return Local(Path.GetFullPath(backup, host.WorkingDirectory)) ?? In(Path.Combine(folder.Location, backup));
    }

    private static (IFileStore Files, string? Name) Remote(StoreLocation location, IFileStore files, IOperationHost host)
    {
        var name = location.Path.Count > 0 ? location.Path[^1] : "";
        if (BackupFileNames.IdIn(name) is null && !BackupFileNames.IsId(name))
            return (FileStores.Open(location.ToString(), host), null);
        var parent = location.Parent().ToString();
        return (parent == files.Location ? files : FileStores.Open(parent, host), name);
    }

    private static (IFileStore Files, string? Name)? Local(string path) =>
        Directory.Exists(path) ? (new FolderStore(path), null) : File.Exists(path) ? In(path) : null;

    private static (IFileStore Files, string? Name) In(string path) => (new FolderStore(Path.GetDirectoryName(path)!), Path.GetFileName(path));
}

using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Stores.Folders;

/// <summary>Removes what backups left that were killed: temporary files whose reservation nobody holds any more, or that are older than a day.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public static void Remove(string folder, IOperationHost host)
    {
        var partials = Directory.EnumerateFiles(folder, ".backup_*.partial")
            .Select(path => (Path: path, Id: BackupFileNames.IdIn(Path.GetFileName(path))))
            .Where(file => file.Id is not null)
            .ToLookup(file => file.Id!, file => file.Path);
        foreach (var set in partials)
        {
            var reservation = Path.Combine(folder, BackupFileNames.Reservation(set.Key));
            // Held until its file is gone: who has just made the file and not locked it yet must not get a lock on a file that we remove.
            using var taken = File.Exists(reservation) ? TryTake(reservation) : null;
            if (taken is null && (File.Exists(reservation) || set.Any(path => IsRecent(path, host))))
                continue;
            // A file that is open without sharing cannot be removed there; but there it is locked in the moment in which it is made, too.
            if (OperatingSystem.IsWindows())
                taken?.Dispose();
            // The reservation goes last, so that a run that is killed here is taken up by the next one.
            foreach (var path in set.OrderBy(path => path == reservation))
                OwnerOnly.TryDelete(path);
            Tell(folder, set.Key, host);
        }
    }

    private static void Tell(string folder, string id, IOperationHost host)
    {
        host.Verbose($"Removed the temporary files of backup {id}, which was interrupted.");
        if (File.Exists(Path.Combine(folder, BackupFileNames.Manifest(id))))
            return;
        var whole = Directory.EnumerateFiles(folder, $"backup_{id}_*").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        if (whole.Count > 0)
            host.Warning($"Backup {id} was interrupted before its manifest: {string.Join(", ", whole)} can be loaded with psql, but no command of ours can check them.");
    }

    // The writer holds the file open without sharing; the system lets go of it when the process ends, however that happens.
    private static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsRecent(string path, IOperationHost host) =>
        host.Time.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero) < Forgotten;
}

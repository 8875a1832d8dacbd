using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Stores.Folders;

/// <summary>An id that is reserved by a file which is locked as long as we live.</summary>
internal sealed class FolderReservation : IReservation
{
    private readonly FileStream _file;

    private FolderReservation(string id, FileStream file)
    {
        Id = id;
        _file = file;
    }

    public string Id { get; }

    public static FolderReservation Take(string folder, IOperationHost host)
    {
        for (var moment = host.Time.GetUtcNow(); ; moment = moment.AddSeconds(1))
        {
            var id = BackupFileNames.IdOf(moment);
            if (TryTake(folder, id) is not { } file)
                continue;
            // Looked at after the reservation: the set of another process that took this id is finished or gone. And our own file may have
            // been taken for a leftover before it was locked.
            if (!File.Exists(file.Name) || Directory.EnumerateFiles(folder, $"backup_{id}*").Any())
            {
                file.Dispose();
                continue;
            }

            return new FolderReservation(id, file);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream? TryTake(string folder, string id)
    {
        var path = Path.Combine(folder, BackupFileNames.Reservation(id));
        try
        {
            return OwnerOnly.Create(path, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}

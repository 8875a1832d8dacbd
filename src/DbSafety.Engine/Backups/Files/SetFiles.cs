using System.Collections.Concurrent;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// The files of a set while it is written. A file that is locked as long as we live reserves the id; the files keep temporary names
/// until all are whole, then they get their names, and the manifest comes last.
/// </summary>
internal sealed class SetFiles : IAsyncDisposable
{
    private readonly FileStream _reservation;
    private readonly ConcurrentQueue<PartialFile> _files = new();
    private bool _published;

    private SetFiles(string folder, string id, FileStream reservation)
    {
        Folder = folder;
        Id = id;
        _reservation = reservation;
    }

    public string Folder { get; }

    public string Id { get; }

    /// <summary>Reserves the id of this second, or of the next one that is free.</summary>
    public static SetFiles Reserve(string folder, IOperationHost host)
    {
        OwnerOnly.CreateFolder(folder);
        Leftovers.Remove(folder, host);
        for (var moment = host.Time.GetUtcNow(); ; moment = moment.AddSeconds(1))
        {
            var id = BackupFileNames.IdOf(moment);
            if (TryReserve(folder, id) is not { } reservation)
                continue;
            // Looked at after the reservation: the set of another process that took this id is finished or gone. And our own file may have
            // been taken for a leftover before it was locked.
            if (!File.Exists(reservation.Name) || Directory.EnumerateFiles(folder, $"backup_{id}*").Any())
            {
                reservation.Dispose();
                continue;
            }

            return new SetFiles(folder, id, reservation);
        }
    }

    /// <summary>Begins a file; several threads may.</summary>
    public PartialFile Create(string name)
    {
        var file = PartialFile.Create(Folder, name);
        _files.Enqueue(file);
        return file;
    }

    /// <summary>Writes the manifest, gives all other files their names, and then the manifest its own.</summary>
    public async Task PublishAsync(Func<Stream, Task> writeManifest, CancellationToken cancellationToken)
    {
        var last = PartialFile.Create(Folder, BackupFileNames.Manifest(Id));
        try
        {
            await writeManifest(last.Stream);
            await last.CloseAsync(cancellationToken);
            foreach (var file in _files)
                file.Publish();
            FolderSync.Flush(Folder);
            last.Publish();
            _published = true;
            FolderSync.Flush(Folder);
        }
        catch
        {
            await last.RemoveAsync();
            foreach (var file in _files)
                file.Withdraw();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            if (_published)
                await file.DisposeAsync();
            else
                await file.RemoveAsync();
        }

        await _reservation.DisposeAsync();
    }

    private static FileStream? TryReserve(string folder, string id)
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

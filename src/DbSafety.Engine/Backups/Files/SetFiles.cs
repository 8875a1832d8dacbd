using System.Collections.Concurrent;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// The files of a set while it is written. Its id is reserved as long as we live; nobody sees a file before all are whole, then they get
/// their names, and the manifest comes last.
/// </summary>
internal sealed class SetFiles : IAsyncDisposable
{
    // Of many small files in an object store each needs a request or two to get its name.
    private const int AtOnce = 8;

    private readonly IFileStore _store;
    private readonly IReservation _reservation;
    private readonly ConcurrentQueue<IFileDraft> _files = new();
    private bool _published;

    private SetFiles(IFileStore store, IReservation reservation)
    {
        _store = store;
        _reservation = reservation;
    }

    public string Id => _reservation.Id;

    /// <summary>Reserves the id of this second, or of the next one that is free.</summary>
    public static async Task<SetFiles> ReserveAsync(IFileStore store, IOperationHost host, CancellationToken cancellationToken) =>
        new(store, await store.ReserveAsync(host, cancellationToken));

    /// <summary>Begins a file; several threads may.</summary>
    public IFileDraft Create(string name)
    {
        var file = _store.Create(name);
        _files.Enqueue(file);
        return file;
    }

    /// <summary>Writes the manifest, gives all other files their names, and then the manifest its own.</summary>
    public async Task PublishAsync(Func<Stream, Task> writeManifest, CancellationToken cancellationToken)
    {
        await using var last = _store.Create(BackupFileNames.Manifest(Id));
        try
        {
            await writeManifest(last.Stream);
            await last.CloseAsync(cancellationToken);
            await Parallel.ForEachAsync(_files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (file, token) => await file.PublishAsync(token));
            _store.Flush();
            await last.PublishAsync(cancellationToken);
            _published = true;
            _store.Flush();
        }
        catch
        {
            await last.WithdrawAsync();
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
                await file.WithdrawAsync();
        }

        await _reservation.DisposeAsync();
    }
}

using System.Runtime.CompilerServices;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Stores.Folders;

/// <summary>A local folder: temporary names until a file is whole and on the disk, a lock that ends with the process, readable by the owner only.</summary>
public sealed class FolderStore(string folder) : IFileStore
{
    public string Location { get; } = Path.GetFullPath(folder);

    public string PathOf(string name) => Path.Combine(Location, name);

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(Location))
            yield break;
        foreach (var file in new DirectoryInfo(Location).EnumerateFiles(prefix + "*"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Somebody may remove it just now.
            if (file.Exists)
                yield return new StoredFile(file.Name, file.Length);
        }
    }

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(name));
        return Task.FromResult(file.Exists ? new StoredFile(name, file.Length) : null);
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream>(
        new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan));

    public Task<IReservation> ReserveAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateFolder(Location);
        Leftovers.Remove(Location, host);
        return Task.FromResult<IReservation>(FolderReservation.Take(Location, host));
    }

    public IFileDraft Create(string name) => PartialFile.Create(Location, name);

    public void Flush() => FolderSync.Flush(Location);

    public async Task ReplaceAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var partial = PathOf(BackupFileNames.Partial(name));
        OwnerOnly.TryDelete(partial);
        await using (var stream = OwnerOnly.Create(partial))
        {
            await stream.WriteAsync(content, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, PathOf(name), overwrite: true);
        Flush();
    }

    public Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        File.Move(PathOf(from), PathOf(to), overwrite: true);
        Flush();
        return Task.CompletedTask;
    }

    public Task<bool> TryDeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(OwnerOnly.TryDelete(PathOf(name)));

    // A restore or a proof that reads the file has it open, and shares it with readers only.
    public bool IsInUse(string name)
    {
        try
        {
            using var stream = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}

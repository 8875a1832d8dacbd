using System.Runtime.CompilerServices;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>A part of an object store as a place of backup files: what is there under its name was committed whole, and is never written over.</summary>
/// <param name="bucket">The service.</param>
/// <param name="isConditional">False where the user said that the server knows no conditional writes.</param>
public sealed class ObjectStore(IObjectBucket bucket, bool isConditional = true) : IFileStore
{
    // A manifest that is moved is read whole; those that are larger than this are not ours.
    private const long LargestMoved = 1 << 30;

    public string Location { get; } = bucket.Location.ToString();

    public string PathOf(string name) => bucket.Location.With(name);

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in bucket.ListAsync(prefix, cancellationToken))
            yield return new StoredFile(found.Name, found.Bytes);
    }

    public async Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken) =>
        await bucket.FindAsync(name, cancellationToken) is { } found ? new StoredFile(name, found.Bytes) : null;

    public async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        new DownloadStream(bucket, await bucket.FindAsync(name, cancellationToken) ?? throw new FileNotFoundException($"{PathOf(name)} does not exist.", name));

    public async Task<IReservation> ReserveAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        if (!isConditional)
            host.Warning($"{Location} is used without conditional writes: no second backup may run there at the same time.");
        var reservation = await ObjectReservation.TakeAsync(bucket, host, cancellationToken);
        try
        {
            await ObjectLeftovers.RemoveAsync(bucket, reservation.Id, host, cancellationToken);
            return reservation;
        }
        catch (DbSafetyException error) when (!isConditional && error.Id == StoreErrors.LackingId)
        {
            host.Warning($"{error.Message} What killed backups left there in parts has to be removed by a rule of the bucket.");
            return reservation;
        }
        catch
        {
            await reservation.DisposeAsync();
            throw;
        }
    }

    public IFileDraft Create(string name) => new ObjectDraft(bucket, name);

    // What the service has confirmed it keeps.
    public void Flush()
    {
    }

    public async Task ReplaceAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await bucket.PutAsync(name, content, replace: true, cancellationToken);

    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using (var stream = await OpenAsync(from, cancellationToken))
        {
            if (stream.Length > LargestMoved)
                throw new IOException($"{PathOf(from)} is too large to be a manifest.");
            var content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content, cancellationToken);
            await bucket.PutAsync(to, content, replace: true, cancellationToken);
        }

        await bucket.DeleteAsync(from, cancellationToken);
    }

    public async Task<bool> TryDeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.DeleteAsync(name, cancellationToken);
            return true;
        }
        catch (DbSafetyException error) when (error.Kind is ErrorKind.PermissionDenied or ErrorKind.Storage)
        {
            return false;
        }
    }

    // Who reads here reads one content to its end, or is told that it is gone.
    public bool IsInUse(string name) => false;
}

using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.Azure;

/// <summary>A container, or what is in it under a prefix.</summary>
internal sealed class BlobBucket(StoreLocation location, BlobContainerClient container, string prefix) : IObjectBucket
{
    public StoreLocation Location => location;

    public async IAsyncEnumerable<StoredObject> ListAsync(string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in PagesAsync(begin, BlobStates.None, cancellationToken))
            yield return new StoredObject(blob.Name[prefix.Length..], blob.Properties.ContentLength ?? 0, blob.Properties.ETag?.ToString() ?? "", blob.Properties.LastModified ?? default);
    }

    public Task<StoredObject?> FindAsync(string name, CancellationToken cancellationToken) => GuardAsync<StoredObject?>(async () =>
    {
        try
        {
            var found = (await Blob(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new StoredObject(name, found.ContentLength, found.ETag.ToString(), found.LastModified, found.Metadata.TryGetValue(BlobUpload.TokenKey, out var token) ? token : null);
        }
        catch (RequestFailedException error) when (error.Status == 404 && error.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return null;
        }
    }, cancellationToken);

    public Task ReadAsync(StoredObject found, long offset, Memory<byte> into, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            var options = new BlobDownloadOptions { Range = new HttpRange(offset, into.Length), Conditions = new BlobRequestConditions { IfMatch = new ETag(found.Tag) } };
            using var answer = (await Blob(found.Name).DownloadStreamingAsync(options, cancellationToken)).Value;
            await answer.Content.ReadExactlyAsync(into, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is RequestFailedException { Status: 404 or 412 or 416 } or EndOfStreamException)
        {
            throw StoreErrors.Changed(location.With(found.Name));
        }
    }, cancellationToken);

    public Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            var options = new BlobUploadOptions { Conditions = replace ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await Blob(name).UploadAsync(PartStream.Of(content), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (!replace && error.Status is 409 or 412)
        {
            return false;
        }
    }, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        GuardAsync(async () => (await Blob(name).DeleteIfExistsAsync(cancellationToken: cancellationToken)).Value, cancellationToken);

    public IObjectUpload Begin(string name, string token) => new BlobUpload(this, location, Blob(name), name, token);

    public async IAsyncEnumerable<PendingUpload> ListPendingAsync(string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The list has the committed ones, too. One that was never committed has no content, and is not there for whoever asks for it.
        await foreach (var blob in PagesAsync(begin, BlobStates.Uncommitted, cancellationToken))
            if (blob.Properties.ContentLength is null or 0 && await FindAsync(blob.Name[prefix.Length..], cancellationToken) is null)
                yield return new PendingUpload(blob.Name[prefix.Length..], null);
    }

    // Blocks cannot be deleted. A blob of none of them throws them away, and is deleted itself then.
    public Task AbandonAsync(PendingUpload pending, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            var options = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            var empty = (await Blob(pending.Name).CommitBlockListAsync([], options, cancellationToken)).Value;
            return (await Blob(pending.Name).DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = empty.ETag }, cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            // It was committed meanwhile.
            return false;
        }
    }, cancellationToken);

    private BlockBlobClient Blob(string name) => container.GetBlockBlobClient(prefix + name);

    private Task<T> GuardAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken) => BlobErrors.GuardAsync(location, request, cancellationToken);

    private async IAsyncEnumerable<BlobItem> PagesAsync(string begin, BlobStates states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Prefix = prefix + begin, Delimiter = "/", States = states }, cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (await GuardAsync(async () => await pages.MoveNextAsync(), cancellationToken))
                foreach (var item in pages.Current.Values)
                    if (item.IsBlob)
                        yield return item.Blob;
        }
    }
}

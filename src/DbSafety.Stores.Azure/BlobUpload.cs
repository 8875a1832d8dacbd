using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.Azure;

/// <summary>A blob that is staged block by block; the list of its blocks makes it one.</summary>
internal sealed class BlobUpload(IObjectBucket bucket, StoreLocation location, BlockBlobClient blob, string name, string token) : IObjectUpload
{
    public const string TokenKey = "dbsafety_draft";

    // 50,000 blocks are the most that a blob has: 2,000 of 4 MiB, and 48,000 of 32 MiB are 1.5 TB.
    private const int SmallParts = 2000;

    private readonly List<string> _blocks = [];

    public int PartSize(int part) => part < SmallParts ? 4 << 20 : 32 << 20;

    public async Task SendAsync(int part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // An empty file is an empty list of blocks.
        if (bytes.Length == 0)
            return;
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(part.ToString("D8", CultureInfo.InvariantCulture)));
        await BlobErrors.GuardAsync(location, async () => await blob.StageBlockAsync(id, PartStream.Of(bytes), cancellationToken: cancellationToken), cancellationToken);
        _blocks.Add(id);
    }

    public Task<bool> CommitAsync(CancellationToken cancellationToken) => BlobErrors.GuardAsync(location, async () =>
    {
        try
        {
            var options = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All }, Metadata = new Dictionary<string, string> { [TokenKey] = token } };
            await blob.CommitBlockListAsync(_blocks, options, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            return false;
        }
    }, cancellationToken);

    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        if (_blocks.Count > 0)
            await bucket.AbandonAsync(new PendingUpload(name, null), cancellationToken);
    }
}

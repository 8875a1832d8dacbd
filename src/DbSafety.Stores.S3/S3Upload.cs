using Amazon.S3;
using Amazon.S3.Model;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.S3;

/// <summary>An object that is uploaded part by part; completing the upload makes it one.</summary>
internal sealed class S3Upload(
    IObjectBucket store, StoreLocation location, IAmazonS3 client, string bucket, string prefix, string name, string token, bool isConditional) : IObjectUpload
{
    public const string TokenKey = "x-amz-meta-dbsafety-draft";

    // 10,000 parts are the most that an object has, and 5 MiB the least that one but the last may have: 1,000 of 8 MiB and 9,000 of 64 MiB are 570 GB.
    private const int SmallParts = 1000;

    private readonly List<PartETag> _parts = [];
    private string? _upload;

    public int PartSize(int part) => part < SmallParts ? 8 << 20 : 64 << 20;

    public async Task SendAsync(int part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _upload ??= await GuardAsync(BeginAsync, cancellationToken);
        var answer = await GuardAsync(() => client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = bucket,
            Key = prefix + name,
            UploadId = _upload,
            PartNumber = part + 1,
            InputStream = PartStream.Of(bytes),
            PartSize = bytes.Length,
            UseChunkEncoding = false,
        }, cancellationToken), cancellationToken);
        _parts.Add(new PartETag(part + 1, answer.ETag));

        async Task<string> BeginAsync()
        {
            var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = prefix + name };
            request.Metadata[TokenKey] = token;
            return (await client.InitiateMultipartUploadAsync(request, cancellationToken)).UploadId;
        }
    }

    public Task<bool> CommitAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (!isConditional && await store.FindAsync(name, cancellationToken) is not null)
            return false;
        try
        {
            await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
            {
                BucketName = bucket,
                Key = prefix + name,
                UploadId = _upload,
                PartETags = _parts,
                IfNoneMatch = isConditional ? "*" : null,
            }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception error) when (S3Errors.IsRefusedCondition(error) || error.ErrorCode == "NoSuchUpload")
        {
            // An upload that is gone was completed by a request whose answer was lost, or thrown away by somebody: whose the object is, tells.
            return false;
        }
    }, cancellationToken);

    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        if (_upload is { } id)
            await store.AbandonAsync(new PendingUpload(name, id), cancellationToken);
    }

    private Task<T> GuardAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken) => S3Errors.GuardAsync(location, request, cancellationToken);
}

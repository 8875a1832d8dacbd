using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.S3;

/// <summary>A bucket, or what is in it under a prefix.</summary>
internal sealed class S3Bucket(StoreLocation location, IAmazonS3 client, string bucket, string prefix, bool isConditional) : IObjectBucket
{
    public StoreLocation Location => location;

    public async IAsyncEnumerable<StoredObject> ListAsync(string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix + begin, Delimiter = "/" };
        while (true)
        {
            var page = await GuardAsync(() => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var item in page.S3Objects ?? [])
                yield return new StoredObject(item.Key[prefix.Length..], item.Size ?? 0, item.ETag ?? "", new DateTimeOffset((item.LastModified ?? default).ToUniversalTime(), TimeSpan.Zero));
            if (page.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public Task<StoredObject?> FindAsync(string name, CancellationToken cancellationToken) => GuardAsync<StoredObject?>(async () =>
    {
        try
        {
            var found = await client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = prefix + name }, cancellationToken);
            var token = found.Metadata.Keys.Contains(S3Upload.TokenKey) ? found.Metadata[S3Upload.TokenKey] : null;
            return new StoredObject(name, found.ContentLength, found.ETag, new DateTimeOffset((found.LastModified ?? default).ToUniversalTime(), TimeSpan.Zero), token);
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }, cancellationToken);

    public Task ReadAsync(StoredObject found, long offset, Memory<byte> into, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = prefix + found.Name, EtagToMatch = found.Tag, ByteRange = new ByteRange(offset, offset + into.Length - 1) };
            using var answer = await client.GetObjectAsync(request, cancellationToken);
            // Not every server looks at the condition.
            if (answer.ETag != found.Tag)
                throw StoreErrors.Changed(location.With(found.Name));
            await answer.ResponseStream.ReadExactlyAsync(into, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable } or EndOfStreamException)
        {
            throw StoreErrors.Changed(location.With(found.Name));
        }
    }, cancellationToken);

    public Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (!replace && !isConditional && await FindAsync(name, cancellationToken) is not null)
            return false;
        try
        {
            var request = new PutObjectRequest
            {
                BucketName = bucket,
                Key = prefix + name,
                InputStream = PartStream.Of(content),
                UseChunkEncoding = false,
                IfNoneMatch = replace || !isConditional ? null : "*",
            };
            await client.PutObjectAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception error) when (!replace && S3Errors.IsRefusedCondition(error))
        {
            return false;
        }
    }, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        GuardAsync(() => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = prefix + name }, cancellationToken), cancellationToken);

    public IObjectUpload Begin(string name, string token) => new S3Upload(this, location, client, bucket, prefix, name, token, isConditional);

    public async IAsyncEnumerable<PendingUpload> ListPendingAsync(string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix + begin };
        while (true)
        {
            var page = await GuardAsync(() => client.ListMultipartUploadsAsync(request, cancellationToken), cancellationToken);
            foreach (var upload in page.MultipartUploads ?? [])
                if (upload.Key.IndexOf('/', prefix.Length) < 0)
                    yield return new PendingUpload(upload.Key[prefix.Length..], upload.UploadId);
            if (page.IsTruncated != true)
                yield break;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    public Task AbandonAsync(PendingUpload pending, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            await client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = bucket, Key = prefix + pending.Name, UploadId = pending.Id }, cancellationToken);
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchUpload")
        {
            // Committed or thrown away already.
        }

        return true;
    }, cancellationToken);

    private Task<T> GuardAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken) => S3Errors.GuardAsync(location, request, cancellationToken);
}

using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Stores.S3;

/// <summary>Makes our errors of those of the client.</summary>
internal static class S3Errors
{
    public static async Task<T> GuardAsync<T>(StoreLocation location, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (Exception error) when (Map(location.ToString(), error) is { } mapped)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw mapped;
        }
    }

    /// <summary>True where the server says that there is something already which must not be there.</summary>
    public static bool IsRefusedCondition(AmazonS3Exception error) =>
        error.StatusCode is HttpStatusCode.PreconditionFailed || error.ErrorCode is "PreconditionFailed" or "ConditionalRequestConflict";

    /// <summary>Null for what is no trouble with the store.</summary>
    private static DbSafetyException? Map(string location, Exception error) => error switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => StoreErrors.NoContainer(location, error),
        AmazonS3Exception { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } refused => StoreErrors.Denied(location, Code(refused), error),
        AmazonS3Exception { ErrorCode: "NotImplemented" } lacking => StoreErrors.Lacking(location, Code(lacking), error),
        AmazonS3Exception { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } busy => StoreErrors.Unreachable(location, Code(busy), error),
        AmazonS3Exception { StatusCode: not 0 } failed => StoreErrors.Failed(location, Code(failed), error),
        AmazonClientException when error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => StoreErrors.NoCredential(location, "the environment, the profiles and the machine have none.", error),
        AmazonClientException or AmazonServiceException or IOException or HttpRequestException or TaskCanceledException or TimeoutException => StoreErrors.Unreachable(location, error.GetBaseException().Message.Split('\n')[0].Trim(), error),
        _ => null,
    };

    private static string Code(AmazonS3Exception error) => string.IsNullOrEmpty(error.ErrorCode) ? $"status {(int)error.StatusCode}" : $"{error.ErrorCode} (status {(int)error.StatusCode})";
}

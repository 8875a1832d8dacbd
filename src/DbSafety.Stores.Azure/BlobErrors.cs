using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Stores.Azure;

/// <summary>Makes our errors of those of the client.</summary>
internal static class BlobErrors
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

    /// <summary>Null for what is no trouble with the store.</summary>
    private static DbSafetyException? Map(string location, Exception error) => error switch
    {
        RequestFailedException { ErrorCode: var code } when code == BlobErrorCode.ContainerNotFound || code == BlobErrorCode.ContainerBeingDeleted => StoreErrors.NoContainer(location, error),
        RequestFailedException { Status: 401 or 403 } refused => StoreErrors.Denied(location, Code(refused), error),
        RequestFailedException { Status: 0 } => StoreErrors.Unreachable(location, Reason(error), error),
        RequestFailedException { Status: 408 or 429 or >= 500 } busy => StoreErrors.Unreachable(location, Code(busy), error),
        RequestFailedException failed => StoreErrors.Failed(location, Code(failed), error),
        CredentialUnavailableException => StoreErrors.NoCredential(location, "no connection string, no signature, and no identity was found.", error),
        AuthenticationFailedException => StoreErrors.Denied(location, "the identity could not be shown to the directory", error),
        AggregateException { InnerExceptions: [.., var last] } => StoreErrors.Unreachable(location, Reason(last), error),
        IOException or HttpRequestException or TaskCanceledException => StoreErrors.Unreachable(location, Reason(error), error),
        _ => null,
    };

    // The first line only: what follows repeats the request's headers.
    private static string Reason(Exception error) => error.GetBaseException().Message.Split('\n')[0].Trim();

    private static string Code(RequestFailedException error) => string.IsNullOrEmpty(error.ErrorCode) ? $"status {error.Status}" : $"{error.ErrorCode} (status {error.Status})";
}

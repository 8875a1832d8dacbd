using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.S3;

/// <summary>Opens places in S3, and on servers that speak its language.</summary>
public sealed class Opener : IFileStoreOpener
{
    private const string Unconditional = "unconditional";

    /// <inheritdoc/>
    public IFileStore Open(StoreLocation location, IOperationHost host)
    {
        if (location.Query.TryGetValue("create", out var create) && create != Unconditional)
            throw StoreLocation.Wrong($"create= can only be {Unconditional}.");
        if (location.Uri.Host.Length == 0)
            throw StoreLocation.Wrong("The place of the backups names no bucket.");
        var prefix = string.Concat(location.Path.Select(part => part + "/"));
        return new ObjectStore(new S3Bucket(location, Client(location, host), location.Uri.Host, prefix, isConditional: create is null), isConditional: create is null);
    }

    private static AmazonS3Client Client(StoreLocation location, IOperationHost host)
    {
        var config = new AmazonS3Config { MaxErrorRetry = 5, Timeout = TimeSpan.FromSeconds(100) };
        if (location.Query.TryGetValue("region", out var region))
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (location.Query.TryGetValue("endpoint", out var endpoint))
        {
            // Another server: the bucket is in the path, since it has no names of its own for buckets, and checksums that only S3 knows stay away.
            config.ServiceURL = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
                ? endpoint
                : throw StoreLocation.Wrong("endpoint= is no address such as https://storage.example:9000.");
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region ?? "us-east-1";
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }

        try
        {
            return Credentials(host) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
        }
        catch (AmazonClientException error)
        {
            throw StoreErrors.NoCredential(location.ToString(), error.Message.Split('\n')[0], error);
        }
    }

    // The client's own chain reads the same variables, but those of the process: a command may have others.
    private static AWSCredentials? Credentials(IOperationHost host) =>
        (host.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), host.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY"), host.GetEnvironmentVariable("AWS_SESSION_TOKEN")) switch
        {
            ({ Length: > 0 } key, { Length: > 0 } secret, { Length: > 0 } token) => new SessionAWSCredentials(key, secret, token),
            ({ Length: > 0 } key, { Length: > 0 } secret, _) => new BasicAWSCredentials(key, secret),
            _ => null,
        };
}

using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Stores.Azure;

/// <summary>
/// Finds the credential: a connection string of the environment, a shared access signature of the environment, or whatever identity the
/// machine has (a managed one, a workload's, that of the Azure command line).
/// </summary>
internal static class ContainerClients
{
    public const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";
    public const string SignatureVariable = "AZURE_STORAGE_SAS_TOKEN";

    public static BlobContainerClient Open(BlobAddress address, StoreLocation location, IOperationHost host)
    {
        if (host.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } connection)
            return Connected(connection, address, location);
        var uri = new BlobUriBuilder(address.Endpoint) { BlobContainerName = address.Container }.ToUri();
        if (host.GetEnvironmentVariable(SignatureVariable) is { Length: > 0 } signature)
            return new BlobContainerClient(uri, new AzureSasCredential(signature.TrimStart('?')), Options());
        if (uri.Scheme != "https")
            throw StoreErrors.NoCredential(location.ToString(), "an identity is only shown over https.");
        return new BlobContainerClient(uri, new DefaultAzureCredential(), Options());
    }

    private static BlobContainerClient Connected(string connection, BlobAddress address, StoreLocation location)
    {
        BlobContainerClient client;
        try
        {
            client = new BlobContainerClient(connection, address.Container, Options());
        }
        catch (FormatException error)
        {
            // The message of the client would quote what it cannot read.
            throw StoreErrors.NoCredential(location.ToString(), $"{ConnectionVariable} cannot be read ({error.GetType().Name}).");
        }

        return client.AccountName == address.Account
            ? client
            : throw StoreErrors.NoCredential(location.ToString(), $"{ConnectionVariable} is that of the account {client.AccountName}.");
    }

    private static BlobClientOptions Options() => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 5, Delay = TimeSpan.FromMilliseconds(400), MaxDelay = TimeSpan.FromSeconds(20), NetworkTimeout = TimeSpan.FromSeconds(100) },
        Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, IsTelemetryEnabled = false },
    };
}

using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Objects;

namespace DbSafety.Stores.Azure;

/// <summary>Opens places in Azure Blob storage.</summary>
public sealed class Opener : IFileStoreOpener
{
    /// <inheritdoc/>
    public IFileStore Open(StoreLocation location, IOperationHost host)
    {
        var address = BlobAddress.Of(location);
        return new ObjectStore(new BlobBucket(location, ContainerClients.Open(address, location, host), address.Prefix));
    }
}

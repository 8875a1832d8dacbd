using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Stores;

/// <summary>Opens stores of one kind; the one public class of an assembly that is loaded when the kind is first named.</summary>
public interface IFileStoreOpener
{
    /// <summary>Opens the place; nothing is asked of it yet.</summary>
    IFileStore Open(StoreLocation location, IOperationHost host);
}

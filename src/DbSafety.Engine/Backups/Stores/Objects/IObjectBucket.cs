namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>
/// The few requests to an object store that a store of backups is made of. Names are those of files; the bucket knows the prefix. What
/// goes wrong is a typed error (<see cref="StoreErrors"/>).
/// </summary>
public interface IObjectBucket
{
    /// <summary>Where it is.</summary>
    StoreLocation Location { get; }

    /// <summary>What is there under its name, in pages as the service gives them.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>One of them; null where it is not there.</summary>
    Task<StoredObject?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Fills the memory with the bytes from an offset on, if the object is still the same one.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>BackupFileChanged</c> where it is another one, or gone.</exception>
    Task ReadAsync(StoredObject found, long offset, Memory<byte> into, CancellationToken cancellationToken);

    /// <summary>Writes a small object whole; where one is there, only if it may be replaced.</summary>
    /// <returns>False where one was there that may not be replaced.</returns>
    Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellationToken);

    /// <summary>Removes an object, if it is there.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Begins an object of many parts, of which nobody sees anything before it is committed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="token">Goes with the object, so that its writer knows it again.</param>
    IObjectUpload Begin(string name, string token);

    /// <summary>The uploads that were begun and not committed.</summary>
    IAsyncEnumerable<PendingUpload> ListPendingAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Throws away what was uploaded and not committed.</summary>
    Task AbandonAsync(PendingUpload pending, CancellationToken cancellationToken);
}

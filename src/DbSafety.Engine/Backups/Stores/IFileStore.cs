using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Stores;

/// <summary>
/// A place that holds the files of backup sets: a local folder, or a part of an object store. Files have names and no paths; one that is
/// there under its name is whole. What goes wrong with the place is a typed error; a file that is not there is a <see cref="FileNotFoundException"/>.
/// </summary>
public interface IFileStore
{
    /// <summary>The place as a person names it, without any secret; a command that is given it finds the place again.</summary>
    string Location { get; }

    /// <summary>One of its files as a person names it.</summary>
    string PathOf(string name);

    /// <summary>The files whose names begin so, in no order.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>A file by its name; null where it is not there.</summary>
    Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a file to be read from its beginning to its end.</summary>
    Task<Stream> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes away what interrupted backups left, and reserves the id of this second, or of the next one that is free.</summary>
    Task<IReservation> ReserveAsync(IOperationHost host, CancellationToken cancellationToken);

    /// <summary>Begins a file; several threads may.</summary>
    IFileDraft Create(string name);

    /// <summary>Makes what was published so far outlive a power cut.</summary>
    void Flush();

    /// <summary>Writes a small file whole, in the place of one that has the name.</summary>
    Task ReplaceAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Gives a small file another name, whatever had that one. An interruption may leave both, and never neither.</summary>
    Task MoveAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Removes a file; true where none of that name is left.</summary>
    Task<bool> TryDeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>True where the place knows that somebody uses the file now.</summary>
    bool IsInUse(string name);
}

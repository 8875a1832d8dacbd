namespace DbSafety.Engine.Backups.Files;

/// <summary>A file that has a temporary name until it is whole and on the disk.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly string _partialPath;
    private readonly string _finalPath;

    private PartialFile(string folder, string name)
    {
        _partialPath = Path.Combine(folder, BackupFileNames.Partial(name));
        _finalPath = Path.Combine(folder, name);
        Stream = OwnerOnly.Create(_partialPath);
    }

    public FileStream Stream { get; }

    /// <summary>Makes the file under its temporary name, readable by its owner only.</summary>
    public static PartialFile Create(string folder, string name) => new(folder, name);

    /// <summary>Brings all of it to the disk and closes it; it keeps its temporary name.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await Stream.FlushAsync(cancellationToken);
        Stream.Flush(flushToDisk: true);
        await Stream.DisposeAsync();
    }

    /// <summary>Gives it its final name; never over another file.</summary>
    public void Publish() => File.Move(_partialPath, _finalPath, overwrite: false);

    /// <summary>Takes the file away, whichever name it has.</summary>
    public async Task RemoveAsync()
    {
        await DisposeAsync();
        OwnerOnly.TryDelete(_partialPath);
    }

    /// <summary>Takes away what was published already.</summary>
    public void Withdraw() => OwnerOnly.TryDelete(_finalPath);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk shows once more when the rest is written out; the file is removed anyway.
        }
    }
}

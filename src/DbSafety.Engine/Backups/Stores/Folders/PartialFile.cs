using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Stores.Folders;

/// <summary>A file of a folder that has a temporary name until it is whole and on the disk.</summary>
internal sealed class PartialFile : IFileDraft
{
    private readonly string _partialPath;
    private readonly string _finalPath;
    private readonly FileStream _stream;
    private bool _published;

    private PartialFile(string folder, string name)
    {
        _partialPath = Path.Combine(folder, BackupFileNames.Partial(name));
        _finalPath = Path.Combine(folder, name);
        _stream = OwnerOnly.Create(_partialPath);
    }

    public Stream Stream => _stream;

    /// <summary>Makes the file under its temporary name, readable by its owner only.</summary>
    public static PartialFile Create(string folder, string name) => new(folder, name);

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
    }

    public Task PublishAsync(CancellationToken cancellationToken)
    {
        File.Move(_partialPath, _finalPath, overwrite: false);
        _published = true;
        return Task.CompletedTask;
    }

    // Only what this draft published: another file may have taken the name before.
    public async Task WithdrawAsync()
    {
        await DisposeAsync();
        OwnerOnly.TryDelete(_published ? _finalPath : _partialPath);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk shows once more when the rest is written out; the file is removed anyway.
        }
    }
}

using DbSafety.Core.Errors;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>A file that is uploaded in parts and committed when it is published.</summary>
internal sealed class ObjectDraft : IFileDraft
{
    private readonly IObjectBucket _bucket;
    private readonly IObjectUpload _upload;
    private readonly UploadStream _stream;
    private readonly string _name;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private bool _published;

    public ObjectDraft(IObjectBucket bucket, string name)
    {
        _bucket = bucket;
        _name = name;
        _upload = bucket.Begin(name, _token);
        _stream = new UploadStream(_upload);
    }

    public Stream Stream => _stream;

    public Task CloseAsync(CancellationToken cancellationToken) => _stream.EndAsync(cancellationToken);

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            _published = await _upload.CommitAsync(cancellationToken);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.Connection)
        {
            // The answer was lost, and perhaps not the request.
            if (!await IsOursAsync(cancellationToken))
                throw;
            _published = true;
        }

        // A request that is sent once more because its answer was lost finds what it made itself.
        if (!_published && !(_published = await IsOursAsync(cancellationToken)))
            throw StoreErrors.Exists(_bucket.Location.With(_name));
    }

    public async Task WithdrawAsync()
    {
        await _stream.DisposeAsync();
        try
        {
            // Not cancelled: it is the cleaning up after a cancellation, too.
            if (!_published)
                await _upload.AbandonAsync(CancellationToken.None);
            if (_published || await IsOursAsync(CancellationToken.None))
                await _bucket.DeleteAsync(_name, CancellationToken.None);
        }
        catch (DbSafetyException)
        {
            // The store cannot be reached: what was not committed nobody sees, and the next backup takes it away. What led here is told.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<bool> IsOursAsync(CancellationToken cancellationToken) => (await _bucket.FindAsync(_name, cancellationToken))?.Token == _token;
}

namespace DbSafety.Engine.Backups.Stores;

/// <summary>A file that is written, and that nobody sees under its name before it is published.</summary>
public interface IFileDraft : IAsyncDisposable
{
    /// <summary>Where its bytes go, from the first to the last.</summary>
    Stream Stream { get; }

    /// <summary>Brings all of it to the store; it is not there under its name yet.</summary>
    Task CloseAsync(CancellationToken cancellationToken);

    /// <summary>Gives it its name; never over another file.</summary>
    Task PublishAsync(CancellationToken cancellationToken);

    /// <summary>Takes it away, published or not, and no other file. What cannot be taken away now is left to the next backup.</summary>
    Task WithdrawAsync();
}

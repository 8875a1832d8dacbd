namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>An object that is sent part by part.</summary>
public interface IObjectUpload
{
    /// <summary>How many bytes a part has; only the last one may have fewer.</summary>
    /// <param name="part">The part's number, from 0. Later ones may be larger, since services limit how many there are.</param>
    int PartSize(int part);

    /// <summary>Sends a part; the next one is sent when this one is there.</summary>
    Task SendAsync(int part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Makes the object of all parts that were sent, in their order, in one step.</summary>
    /// <returns>False where an object of that name is there already, which is then as it was.</returns>
    Task<bool> CommitAsync(CancellationToken cancellationToken);

    /// <summary>Throws away what was sent.</summary>
    Task AbandonAsync(CancellationToken cancellationToken);
}

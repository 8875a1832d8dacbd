namespace DbSafety.Engine.Backups.Stores;

/// <summary>The id of a set that is ours as long as we live; given back when it is disposed.</summary>
public interface IReservation : IAsyncDisposable
{
    /// <summary>The id.</summary>
    string Id { get; }
}

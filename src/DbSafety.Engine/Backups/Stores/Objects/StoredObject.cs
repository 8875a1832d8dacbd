namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>An object of a bucket.</summary>
/// <param name="Name">Its name without the prefix.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Tag">The service's mark of exactly this content.</param>
/// <param name="Modified">When it was written, by the service's clock.</param>
/// <param name="Token">What its writer put beside it; only told where one object was asked for.</param>
public sealed record StoredObject(string Name, long Bytes, string Tag, DateTimeOffset Modified, string? Token = null);

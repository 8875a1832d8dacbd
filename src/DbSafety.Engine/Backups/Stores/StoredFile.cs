namespace DbSafety.Engine.Backups.Stores;

/// <summary>A file of a store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record StoredFile(string Name, long Bytes);

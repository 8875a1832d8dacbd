namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>An upload that was begun and not committed.</summary>
/// <param name="Name">The name that it would have got, without the prefix.</param>
/// <param name="Id">The service's name of the upload, where it has one.</param>
public sealed record PendingUpload(string Name, string? Id);

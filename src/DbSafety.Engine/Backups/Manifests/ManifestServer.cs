namespace DbSafety.Engine.Backups.Manifests;

/// <summary>Where a backup came from.</summary>
/// <param name="Version">The server's version.</param>
/// <param name="VersionNumber">The same as a number, such as 180001.</param>
/// <param name="SystemIdentifier">Of the cluster; null where the role may not read it.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Encoding">The database's encoding; the files are UTF-8 whatever it is.</param>
public sealed record ManifestServer(string Version, int VersionNumber, string? SystemIdentifier, string Database, string Encoding);

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>One compressed file of a set.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="UncompressedBytes">The size of the SQL in bytes.</param>
/// <param name="Sha256">SHA-256 of the file, in lower-case hexadecimal.</param>
public sealed record ManifestFile(string Name, long Bytes, long UncompressedBytes, string Sha256);

using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups;

/// <summary>One backup set in its folder.</summary>
/// <param name="Folder">The folder of its files.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="Proven">When all of it was restored and compared with success; null where that has not been done.</param>
public sealed record BackupSet(string Folder, BackupManifest Manifest, DateTimeOffset? Proven)
{
    /// <summary>The moment in its file names.</summary>
    public string Id => Manifest.Id;

    /// <summary>The path of its manifest.</summary>
    public string ManifestPath => Path.Combine(Folder, BackupFileNames.Manifest(Id));

    /// <summary>The path of one of its files.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The set as commands hand it out.</summary>
    public LogicalBackup ToResult() => new(
        Id,
        Manifest.Server.Database,
        Manifest.Target,
        Manifest.Server.Version,
        Manifest.Created,
        Manifest.Duration,
        Folder,
        ManifestPath,
        [.. Manifest.Tables.Select(table => new BackupTable(
            table.QualifiedName, table.File.Name, table.File.Bytes, table.File.Sha256, table.Rows, table.ContentDigest, table.Fingerprint, table.Filter))],
        Manifest.Tables.Sum(table => table.Rows),
        Manifest.Files.Sum(file => file.Bytes),
        Manifest.Files.Sum(file => file.UncompressedBytes),
        Proven,
        Manifest.Warnings);
}

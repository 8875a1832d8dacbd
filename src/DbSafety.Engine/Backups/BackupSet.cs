using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups;

/// <summary>One backup set where it is kept.</summary>
/// <param name="Store">The place of its files.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="Proven">When all of it was restored and compared with success; null where that has not been done.</param>
public sealed record BackupSet(IFileStore Store, BackupManifest Manifest, DateTimeOffset? Proven)
{
    /// <summary>The moment in its file names.</summary>
    public string Id => Manifest.Id;

    /// <summary>The place of its files, as a person names it.</summary>
    public string Folder => Store.Location;

    /// <summary>Its manifest, as a person names it.</summary>
    public string ManifestPath => PathOf(BackupFileNames.Manifest(Id));

    /// <summary>One of its files, as a person names it.</summary>
    public string PathOf(string file) => Store.PathOf(file);

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

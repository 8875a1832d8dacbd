using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;

namespace DbSafety.Engine.Backups;

/// <summary>A folder of backup sets.</summary>
public sealed class BackupStore
{
    public BackupStore(string folder) => Folder = Path.GetFullPath(folder);

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>The finished sets, newest first. A manifest that cannot be read is a warning.</summary>
    public async Task<IReadOnlyList<BackupSet>> ListAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        var sets = new List<BackupSet>();
        foreach (var path in Manifests())
        {
            try
            {
                sets.Add(await ReadAsync(path, cancellationToken));
            }
            catch (DbSafetyException error)
            {
                host.Warning(error.Message);
            }
            catch (FileNotFoundException)
            {
                // Somebody removed the set just now.
            }
        }

        return sets;
    }

    /// <summary>
    /// Finds one set: by its id, its manifest, one of its files or its folder; the newest one of the folder where nothing is named.
    /// </summary>
    /// <exception cref="DbSafetyException"><c>BackupNotFound</c>, or what is wrong with the manifest.</exception>
    public async Task<BackupSet> FindAsync(string? backup, IOperationHost host, CancellationToken cancellationToken) =>
        (await SelectAsync(backup, [], host, cancellationToken)).Set;

    /// <summary>As <see cref="FindAsync"/>, with the tables that are meant; where no set is named, the newest one that holds the tables.</summary>
    /// <exception cref="DbSafetyException"><c>BackupNotFound</c>, <c>TableNotInBackup</c>, or what is wrong with the manifest.</exception>
    public async Task<BackupSelection> SelectAsync(
        string? backup, IReadOnlyCollection<string> tables, IOperationHost host, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(backup))
            return await NewestAsync(tables, host, cancellationToken);
        var path = Path.GetFullPath(backup, host.WorkingDirectory);
        if (Directory.Exists(path))
            return await new BackupStore(path).NewestAsync(tables, host, cancellationToken);
        var (set, named) = await ByNameAsync(File.Exists(path) ? path : Path.Combine(Folder, backup), backup, cancellationToken);
        return new BackupSelection(set, tables.Count > 0 ? BackupTables.Find(set, tables) : named);
    }

    private static async Task<BackupSet> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var manifest = ManifestJson.Read(await File.ReadAllBytesAsync(path, cancellationToken), path);
        var folder = Path.GetDirectoryName(path)!;
        if (Path.GetFileName(path) == BackupFileNames.Manifest(manifest.Id))
            return new BackupSet(folder, manifest, await ProofFile.ReadAsync(folder, manifest, cancellationToken));
        throw new DbSafetyException("BackupManifestInvalid", ErrorKind.BackupInvalid, $"The manifest {Path.GetFileName(path)} is that of backup {manifest.Id}: it was renamed.")
        {
            State = "Nothing was changed.",
            NextStep = $"Give it back its name, {BackupFileNames.Manifest(manifest.Id)}.",
        };
    }

    private IEnumerable<string> Manifests() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "backup_*.json").Where(path => BackupFileNames.IsManifest(Path.GetFileName(path)))
            .OrderByDescending(path => Path.GetFileName(path), StringComparer.Ordinal)
        : [];

    private async Task<BackupSelection> NewestAsync(IReadOnlyCollection<string> tables, IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var set in await ListAsync(host, cancellationToken))
        {
            // A set that does not hold all rows is only taken by its name.
            if (set.Manifest.IsFiltered)
                continue;
            if (tables.Count == 0)
                return new BackupSelection(set, []);
            if (tables.Select(text => new TablePattern(text)).All(pattern => set.Manifest.Tables.Any(table => pattern.Matches(table.TableName))))
                return new BackupSelection(set, BackupTables.Find(set, tables));
        }

        throw NotFound(tables.Count == 0 ? $"There is no backup in {Folder}." : $"No backup in {Folder} holds {string.Join(" and ", tables)}.");
    }

    private async Task<(BackupSet Set, IReadOnlyCollection<TableName> Tables)> ByNameAsync(string path, string backup, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var id = BackupFileNames.IsId(name) ? name : BackupFileNames.IdIn(name) ?? (name.StartsWith("backup_", StringComparison.Ordinal) && BackupFileNames.IsId(name[7..]) ? name[7..] : null);
        if (id is null)
            throw NotFound($"There is no backup {backup} in {Folder}.");
        var manifest = Path.Combine(Path.GetDirectoryName(path)!, BackupFileNames.Manifest(id));
        if (!File.Exists(manifest))
        {
            throw NotFound(File.Exists(path)
                ? $"{name} has no manifest beside it ({Path.GetFileName(manifest)}): the backup was interrupted, or the file was moved alone."
                : $"There is no backup {backup} in {Folder}.");
        }

        var set = await ReadAsync(manifest, cancellationToken);
        var table = set.Manifest.Tables.FirstOrDefault(table => table.File.Name == name);
        return (set, table is null ? [] : [table.TableName]);
    }

    private static DbSafetyException NotFound(string message) =>
        new("BackupNotFound", ErrorKind.NotFound, message)
        {
            State = "Nothing was changed.",
            NextStep = "See which there are with: dbsafety backups --path FOLDER; make one with: dbsafety backup",
        };
}

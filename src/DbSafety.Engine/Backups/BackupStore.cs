using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Backups.Stores.Folders;
using DbSafety.Engine.Backups.Writing;

namespace DbSafety.Engine.Backups;

/// <summary>The backup sets of a place.</summary>
public sealed class BackupStore(IFileStore files)
{
    public BackupStore(string folder)
        : this(new FolderStore(folder))
    {
    }

    /// <summary>The place.</summary>
    public IFileStore Files => files;

    /// <summary>The place as a person names it.</summary>
    public string Folder => files.Location;

    /// <summary>The finished sets, newest first. A manifest that cannot be read is a warning.</summary>
    public async Task<IReadOnlyList<BackupSet>> ListAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        var sets = new List<BackupSet>();
        foreach (var name in await ManifestsAsync(cancellationToken))
        {
            try
            {
                sets.Add(await ReadAsync(name, cancellationToken));
            }
            catch (DbSafetyException error) when (error.Kind is ErrorKind.BackupInvalid or ErrorKind.NotSupported)
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

    /// <summary>The names of the finished sets' manifests, newest first.</summary>
    public async Task<IReadOnlyList<string>> ManifestsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var file in files.ListAsync("backup_", cancellationToken))
            if (BackupFileNames.IsManifest(file.Name))
                names.Add(file.Name);
        return [.. names.OrderDescending(StringComparer.Ordinal)];
    }

    /// <summary>How many bytes each file of the place has.</summary>
    public async Task<IReadOnlyDictionary<string, long>> SizesAsync(CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var file in files.ListAsync("backup_", cancellationToken))
            sizes[file.Name] = file.Bytes;
        return sizes;
    }

    /// <summary>
    /// Finds one set: by its id, its manifest, one of its files or its place; the newest one of this place where nothing is named.
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
        var (place, name) = BackupPlace.Of(backup, files, host);
        var store = place == files ? this : new BackupStore(place);
        if (name is null)
            return await store.NewestAsync(tables, host, cancellationToken);
        var (set, named) = await store.ByNameAsync(name, backup, cancellationToken);
        return new BackupSelection(set, tables.Count > 0 ? BackupTables.Find(set, tables) : named);
    }

    private async Task<BackupSet> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var manifest = await ManifestJson.ReadAsync(files, name, cancellationToken);
        if (name == BackupFileNames.Manifest(manifest.Id))
            return new BackupSet(files, manifest, await ProofFile.ReadAsync(files, manifest, cancellationToken));
        throw new DbSafetyException("BackupManifestInvalid", ErrorKind.BackupInvalid, $"The manifest {name} is that of backup {manifest.Id}: it was renamed.")
        {
            State = "Nothing was changed.",
            NextStep = $"Give it back its name, {BackupFileNames.Manifest(manifest.Id)}.",
        };
    }

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

    private async Task<(BackupSet Set, IReadOnlyCollection<TableName> Tables)> ByNameAsync(string name, string backup, CancellationToken cancellationToken)
    {
        var id = BackupFileNames.IsId(name) ? name : BackupFileNames.IdIn(name) ?? (name.StartsWith("backup_", StringComparison.Ordinal) && BackupFileNames.IsId(name[7..]) ? name[7..] : null);
        if (id is null)
            throw NotFound($"There is no backup {backup} in {Folder}.");
        var manifest = BackupFileNames.Manifest(id);
        if (await files.FindAsync(manifest, cancellationToken) is null)
        {
            throw NotFound(await files.FindAsync(name, cancellationToken) is not null
                ? $"{name} has no manifest beside it ({manifest}): the backup was interrupted, or the file was moved alone."
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

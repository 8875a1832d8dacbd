using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups.Retention;

/// <summary>
/// Removes the files of a set and nothing else. The manifest loses its name first, so that a set whose removal is interrupted is no
/// longer listed as one; under its other name it still tells which files are left, and the next removal finishes the work.
/// </summary>
internal sealed class SetRemover(IFileStore store, IOperationHost host)
{
    private const string Suffix = ".removing";

    /// <summary>Removes a set; tells what is in the way, or null where nothing of it is left.</summary>
    public async Task<string?> RemoveAsync(BackupSet set, CancellationToken cancellationToken)
    {
        if (Owned(set.Manifest).FirstOrDefault(store.IsInUse) is { } busy)
            return $"{busy} is in use; nothing of the set was removed.";
        var mark = Mark(set.Id);
        try
        {
            await store.MoveAsync(BackupFileNames.Manifest(set.Id), mark, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DbSafetyException)
        {
            return $"Its manifest could not be taken away ({error.Message}); nothing of the set was removed.";
        }

        return await RemoveFilesAsync(set.Manifest, mark, cancellationToken);
    }

    /// <summary>Finishes what a removal began that was interrupted.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var marks = new List<string>();
        await foreach (var file in store.ListAsync(".backup_", cancellationToken))
            if (file.Name.EndsWith(Suffix, StringComparison.Ordinal))
                marks.Add(file.Name);
        foreach (var mark in marks)
        {
            try
            {
                var manifest = await ManifestJson.ReadAsync(store, mark, cancellationToken);
                if (mark == Mark(manifest.Id) && await RemoveFilesAsync(manifest, mark, cancellationToken) is null)
                    host.Verbose($"Removed what was left of backup {manifest.Id}, whose removal had been interrupted.");
            }
            catch (Exception error) when (error is DbSafetyException or IOException or UnauthorizedAccessException)
            {
                host.Warning($"{mark} is what a removal left, and cannot be read: {error.Message}");
            }
        }
    }

    private async Task<string?> RemoveFilesAsync(BackupManifest manifest, string mark, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var name in Owned(manifest))
            if (!await store.TryDeleteAsync(name, cancellationToken))
                left.Add(name);
        if (left.Count > 0)
            return $"{string.Join(", ", left)} could not be deleted. The set is no longer listed; the next removal tries again.";
        await store.TryDeleteAsync(mark, cancellationToken);
        store.Flush();
        return null;
    }

    // A manifest may name whatever it wants: only files of this set, in this place, are ours to delete. The manifest is among them, and the
    // first, where an interruption left it beside the mark.
    private static IEnumerable<string> Owned(BackupManifest manifest) => manifest.Files.Select(file => file.Name)
        .Where(name => !name.AsSpan().ContainsAny('/', '\\') && name.StartsWith($"backup_{manifest.Id}_", StringComparison.Ordinal))
        .Append(BackupFileNames.Proof(manifest.Id))
        .Prepend(BackupFileNames.Manifest(manifest.Id));

    private static string Mark(string id) => $".{BackupFileNames.Manifest(id)}{Suffix}";
}

using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Retention;

/// <summary>
/// Removes the files of a set and nothing else. The manifest loses its name first, so that a set whose removal is interrupted is no
/// longer listed as one; under its other name it still tells which files are left, and the next removal finishes the work.
/// </summary>
internal sealed class SetRemover(string folder, IOperationHost host)
{
    private const string Suffix = ".removing";

    /// <summary>Removes a set; tells what is in the way, or null where nothing of it is left.</summary>
    public string? Remove(BackupSet set)
    {
        if (Owned(set.Manifest).Append(set.ManifestPath).FirstOrDefault(IsInUse) is { } busy)
            return $"{Path.GetFileName(busy)} is in use; nothing of the set was removed.";
        var mark = Mark(set.Id);
        try
        {
            File.Move(set.ManifestPath, mark, overwrite: true);
            FolderSync.Flush(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"Its manifest could not be taken away ({error.Message}); nothing of the set was removed.";
        }

        return RemoveFiles(set.Manifest, mark);
    }

    /// <summary>Finishes what a removal began that was interrupted.</summary>
    public void Finish()
    {
        foreach (var mark in Directory.EnumerateFiles(folder, $".backup_*{Suffix}").ToList())
        {
            try
            {
                var manifest = ManifestJson.Read(File.ReadAllBytes(mark), mark);
                if (mark == Mark(manifest.Id) && RemoveFiles(manifest, mark) is null)
                    host.Verbose($"Removed what was left of backup {manifest.Id}, whose removal had been interrupted.");
            }
            catch (Exception error) when (error is DbSafetyException or IOException or UnauthorizedAccessException)
            {
                host.Warning($"{Path.GetFileName(mark)} is what a removal left, and cannot be read: {error.Message}");
            }
        }
    }

    private string? RemoveFiles(BackupManifest manifest, string mark)
    {
        var left = Owned(manifest).Where(path => !OwnerOnly.TryDelete(path)).Select(Path.GetFileName).ToList();
        if (left.Count > 0)
            return $"{string.Join(", ", left)} could not be deleted. The set is no longer listed; the next removal tries again.";
        OwnerOnly.TryDelete(mark);
        FolderSync.Flush(folder);
        return null;
    }

    // A manifest may name whatever it wants: only files of this set, in this folder, are ours to delete.
    private IEnumerable<string> Owned(BackupManifest manifest) => manifest.Files.Select(file => file.Name)
        .Where(name => Path.GetFileName(name) == name && name.StartsWith($"backup_{manifest.Id}_", StringComparison.Ordinal))
        .Append(BackupFileNames.Proof(manifest.Id))
        .Select(name => Path.Combine(folder, name));

    private string Mark(string id) => Path.Combine(folder, $".{BackupFileNames.Manifest(id)}{Suffix}");

    // A restore or a proof that reads the file has it open, and shares it with readers only.
    private static bool IsInUse(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}

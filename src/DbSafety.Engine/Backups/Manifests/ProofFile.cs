using System.Text.Json;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>Writes and reads the record of a proof.</summary>
internal static class ProofFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(BackupSet set, BackupProof proof, CancellationToken cancellationToken)
    {
        var path = set.PathOf(BackupFileNames.Proof(set.Id));
        var partial = set.PathOf(BackupFileNames.Partial(BackupFileNames.Proof(set.Id)));
        OwnerOnly.TryDelete(partial);
        await using (var stream = OwnerOnly.Create(partial))
        {
            await JsonSerializer.SerializeAsync(stream, proof, Options, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        // A later proof of the same set takes the place of an earlier one.
        File.Move(partial, path, overwrite: true);
        FolderSync.Flush(set.Folder);
    }

    /// <summary>When the set was proven; null where it was not, or where its manifest is another one than then.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(string folder, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, BackupFileNames.Proof(manifest.Id));
        if (!File.Exists(path))
            return null;
        try
        {
            await using var stream = File.OpenRead(path);
            var proof = await JsonSerializer.DeserializeAsync<BackupProof>(stream, Options, cancellationToken);
            return proof?.Manifest == manifest.SelfHash ? proof.Proven : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

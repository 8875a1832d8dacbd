using System.Text.Json;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>Writes and reads the record of a proof.</summary>
internal static class ProofFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // A later proof of the same set takes the place of an earlier one.
    public static Task WriteAsync(BackupSet set, BackupProof proof, CancellationToken cancellationToken) =>
        set.Store.ReplaceAsync(BackupFileNames.Proof(set.Id), JsonSerializer.SerializeToUtf8Bytes(proof, Options), cancellationToken);

    /// <summary>When the set was proven; null where it was not, or where its manifest is another one than then.</summary>
    public static async Task<DateTimeOffset?> ReadAsync(IFileStore store, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var name = BackupFileNames.Proof(manifest.Id);
        if (await store.FindAsync(name, cancellationToken) is null)
            return null;
        try
        {
            await using var stream = await store.OpenAsync(name, cancellationToken);
            var proof = await JsonSerializer.DeserializeAsync<BackupProof>(stream, Options, cancellationToken);
            return proof?.Manifest == manifest.SelfHash ? proof.Proven : null;
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>A backup set as a plan names it: its manifest has the hash of each file and the digest of each table's rows.</summary>
internal static class BackupFacts
{
    /// <summary>A set that is brought back from; without a digest where it is not there.</summary>
    public static async Task<JsonObject> OfAsync(BackupStore store, string id, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            return new JsonObject { ["id"] = id, ["manifest"] = await DigestAsync(await store.FindAsync(id, host, cancellationToken), cancellationToken) };
        }
        catch (DbSafetyException error) when (error.Kind is ErrorKind.NotFound or ErrorKind.BackupInvalid)
        {
            return new JsonObject { ["id"] = id, ["manifest"] = null };
        }
    }

    public static async Task<string> DigestAsync(BackupSet set, CancellationToken cancellationToken)
    {
        using var manifest = new MemoryStream();
        await ManifestJson.WriteAsync(set.Manifest, manifest, cancellationToken);
        return "sha256:" + Convert.ToHexString(SHA256.HashData(manifest.ToArray())).ToLowerInvariant();
    }
}

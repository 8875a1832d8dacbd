using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Operations;
using Npgsql;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>The plan of a restore: the tables with the digests of their rows, which the restore itself compares before it touches a live table.</summary>
internal static class RestoreSubject
{
    public static async Task<ApprovalSubject> ReadAsync(
        ResolvedTarget target, NpgsqlConnection session, BackupSet set, IReadOnlyList<ManifestTable> tables, RestoreRequest request, CancellationToken cancellationToken)
    {
        using var manifest = new MemoryStream();
        await ManifestJson.WriteAsync(set.Manifest, manifest, cancellationToken);
        var plan = await SubjectFrame.ReadAsync("restore", target, session, cancellationToken);
        plan["backup"] = set.Id;
        plan["manifest"] = "sha256:" + Convert.ToHexString(SHA256.HashData(manifest.ToArray())).ToLowerInvariant();
        plan["mode"] = request.Mode.ToString();
        plan["extraRows"] = request.ExtraRows.ToString();
        plan["columns"] = SubjectFrame.Texts(request.Columns);
        plan["tables"] = new JsonArray([.. tables.OrderBy(table => table.QualifiedName, StringComparer.Ordinal).Select(table => new JsonObject
        {
            ["name"] = table.QualifiedName,
            ["file"] = table.File.Sha256,
            ["rows"] = table.Rows,
            ["content"] = table.ContentDigest,
            ["structure"] = table.Fingerprint,
        })]);
        return SubjectFrame.Subject(plan, [.. tables.Select(table => new HashedFile(set.PathOf(table.File.Name), table.File.Sha256))], target);
    }
}

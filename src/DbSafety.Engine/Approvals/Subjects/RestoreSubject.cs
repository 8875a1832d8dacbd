using System.Text.Json.Nodes;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>
/// The plan of a restore: for each table what is done with it, the live table as it is, and the file with the digest of its rows. The restore
/// itself reads the files by these hashes and compares the rows before it touches a live table, so no file is looked at once more here.
/// </summary>
internal static class RestoreSubject
{
    public static async Task<ApprovalSubject> ReadAsync(
        ResolvedTarget target, NpgsqlConnection session, BackupSet set, IReadOnlyList<RestorePlan> plans, DatabaseSchema live, RestoreRequest request, CancellationToken cancellationToken)
    {
        var plan = await SubjectFrame.ReadAsync("restore", target, session, cancellationToken);
        plan["backup"] = set.Id;
        plan["manifest"] = await BackupFacts.DigestAsync(set, cancellationToken);
        plan["mode"] = request.Mode.ToString();
        plan["extraRows"] = request.ExtraRows.ToString();
        plan["columns"] = SubjectFrame.Texts(request.Columns);
        plan["tables"] = new JsonArray([.. plans.OrderBy(one => one.Table.QualifiedName, StringComparer.Ordinal).Select(one => Table(one, live))]);
        return SubjectFrame.Subject(plan, [], target);
    }

    private static JsonObject Table(RestorePlan plan, DatabaseSchema live) => new()
    {
        ["name"] = plan.Table.QualifiedName,
        ["how"] = plan.Mode.ToString(),
        ["live"] = plan.Live is { } table ? live.TableFingerprint(table) : null,
        ["file"] = plan.Table.File.Sha256,
        ["rows"] = plan.Table.Rows,
        ["content"] = plan.Table.ContentDigest,
        ["structure"] = plan.Table.Fingerprint,
    };
}

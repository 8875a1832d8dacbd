using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations;
using Npgsql;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>The plans of what runs no script of its own: a baseline, a step of a runbook, and what is owed after the fact.</summary>
internal static class OtherSubjects
{
    public static async Task<ApprovalSubject> BaselineAsync(
        ResolvedTarget target, NpgsqlConnection session, IReadOnlyList<BaselineMigration> chosen, IOperationHost host, CancellationToken cancellationToken)
    {
        var plan = await SubjectFrame.ReadAsync("baseline", target, session, cancellationToken);
        plan["fingerprint"] = await Fingerprints.TryTakeAsync(session, host, cancellationToken);
        plan["scripts"] = new JsonArray([.. chosen.Select(migration => new JsonObject
        {
            ["id"] = migration.Id,
            ["origin"] = migration.Origin,
            ["bytes"] = new JsonObject { ["up"] = migration.Up.RawHash, ["rollback"] = migration.Rollback?.RawHash },
            ["keys"] = SubjectFrame.Texts(migration.Scripts.Select(script => script.Key)),
        })]);
        return SubjectFrame.Subject(plan, ScriptFacts.Files(chosen.SelectMany(migration => new[] { migration.Up, migration.Rollback })), target);
    }

    /// <param name="target">The database of the run.</param>
    /// <param name="runbook">The runbook's name and the digest of its text.</param>
    /// <param name="runId">The run: an approval of one is none of another.</param>
    /// <param name="address">The step.</param>
    /// <param name="subject">What the approver is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ApprovalSubject> RunbookAsync(
        ResolvedTarget target, (string Name, string Digest) runbook, string runId, string address, JsonArray subject, CancellationToken cancellationToken)
    {
        var plan = await SubjectFrame.ReadAsync("runbook", target, null, cancellationToken);
        plan["runbook"] = runbook.Name;
        plan["text"] = runbook.Digest;
        plan["run"] = runId;
        plan["step"] = address;
        plan["subject"] = subject;
        return SubjectFrame.Subject(plan, [], target);
    }

    /// <summary>What was done and is still to be approved. The policy of that time is not in it, so that it can be settled under today's.</summary>
    /// <param name="alone">Who acted alone, and why; null where nobody did. That person does not countersign.</param>
    public static ApprovalSubject Owed(ResolvedTarget target, string runId, string point, string? migration, ActedAlone? alone) => SubjectFrame.Subject(new JsonObject
    {
        ["format"] = 1,
        ["action"] = "owed",
        ["project"] = target.Project?.Configuration.Name,
        ["target"] = target.Name,
        ["environment"] = target.Environment,
        ["run"] = runId,
        ["point"] = point,
        ["migration"] = migration,
        ["actedAlone"] = alone?.Person,
        ["reason"] = alone?.Reason,
    }, [], target);
}

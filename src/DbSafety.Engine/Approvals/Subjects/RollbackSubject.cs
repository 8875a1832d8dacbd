using System.Text.Json.Nodes;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Undoing;
using Npgsql;

namespace DbSafety.Engine.Approvals.Subjects;

/// <summary>The plan of a rollback.</summary>
internal static class RollbackSubject
{
    public static async Task<ApprovalSubject> ReadAsync(
        RunContext run, NpgsqlConnection session, IReadOnlyList<PlannedRollback> planned, AffectedTables affected, RollbackScope scope, CancellationToken cancellationToken)
    {
        var plan = await SubjectFrame.ReadAsync("rollback", run.Target, session, cancellationToken);
        plan["fingerprint"] = await Fingerprints.TryTakeAsync(session, run.Host, cancellationToken);
        plan["alone"] = scope.Alone;
        plan["bringsBack"] = scope.BringsBack;
        plan["tables"] = SubjectFrame.Texts(affected.All.Select(table => table.ToString()));
        plan["scripts"] = new JsonArray([.. planned.Select(rollback => ScriptFacts.Of(rollback.Id, rollback.Script, (rollback.Resumes?.StepsDone.DefaultIfEmpty(0).Max() ?? 0) + 1))]);
        // Of what is not brought back no byte is run.
        var backups = new JsonArray();
        foreach (var id in scope.BringsBack ? planned.Select(rollback => rollback.Row.Entry.BackupId).OfType<string>().Distinct() : [])
            backups.Add(await BackupFacts.OfAsync(new BackupStore(run.Project.BackupsPath), id, run.Host, cancellationToken));
        plan["backups"] = backups;
        return SubjectFrame.Subject(plan, ScriptFacts.Files(planned.Select(rollback => rollback.Script)), run.Target);
    }
}

using DbSafety.Engine.Approvals;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using Npgsql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>Asks a person, before a new run begins, for the approvals that earlier unattended runs still owe.</summary>
internal static class OutstandingApprovals
{
    /// <exception cref="Core.Errors.DbSafetyException"><c>ApprovalDenied</c>: what was done then is not approved, so nothing is put on top of it.</exception>
    public static async Task AskAsync(RunContext run, MigrationHistory history, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (!run.Host.CanAsk)
            return;
        var gate = new ApprovalGate(run.Target, run.Host);
        foreach (var owed in history.Outstanding)
        {
            if (!Enum.TryParse<ApprovalPoint>((string?)owed.Entry.Detail["point"], ignoreCase: true, out var point))
                continue;
            var what = owed.Migration ?? "a rollback";
            var decision = await gate.AfterAsync(point, new ApprovalRequest($"{what} on {run.Target.Name}, owed since {owed.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
                [$"Run {owed.RunId} by {owed.OsUser}@{owed.Host}, when nobody could answer."], "dbsafety migrate"), cancellationToken);
            var approved = decision is ApprovalDecision.Approved or ApprovalDecision.NotNeeded;
            await run.Journal.AppendAsync(session, ApprovalRecord.Entry(run, approved ? JournalEvent.Approved : JournalEvent.Denied, point, owed.Migration, owed.RunId), cancellationToken);
            if (!approved)
                throw ApprovalRecord.DeniedAfter(what, run);
        }
    }
}

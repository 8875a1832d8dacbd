using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
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
        var gate = new ApprovalGate(run.Target, run.Host);
        foreach (var owed in history.Outstanding)
        {
            if (OwedApproval.IsSigned((string?)owed.Entry.Detail["point"], run.Target.Policy.Approvals))
            {
                await SettleAsync(run, owed, session, cancellationToken);
                continue;
            }

            if (!run.Host.CanAsk || !Enum.TryParse<ApprovalPoint>((string?)owed.Entry.Detail["point"], ignoreCase: true, out var point))
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

    /// <summary>What is owed, in a sentence.</summary>
    public static string Describe(JournalRow owed)
    {
        var when = $"{owed.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, run {owed.RunId}";
        var point = (string?)owed.Entry.Detail["point"];
        return OwedApproval.AloneOf(owed) is { } alone
            ? $"{alone.Mark} ({when}). See: dbsafety plans --open"
            : $"An approval is outstanding ({point}) for {owed.Migration ?? "a rollback"} of {when}.";
    }

    // Nothing is put on top of what nobody else has signed for; what was done alone in an emergency is told in every run.
    private static async Task SettleAsync(RunContext run, JournalRow owed, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var point = (string)owed.Entry.Detail["point"]!;
        if (await OwedApproval.FindAsync(run.Target, run.Host, owed, cancellationToken) is { } signed)
        {
            var entry = run.Entry(JournalEvent.Approved, owed.Migration);
            entry.Detail["point"] = point;
            entry.Detail["for_run"] = owed.RunId;
            entry.Detail["by"] = new JsonArray([.. signed.Counted.Select(decision => JsonValue.Create(decision.Key.Person.Name))]);
            signed.Describe(entry.Detail, withEnvelopes: true);
            await run.Journal.AppendAsync(session, entry, cancellationToken);
            await RunLog.TryCountersignAsync(run, owed.RunId, [.. signed.Counted.Select(decision => decision.Key.Person.Name)]);
            return;
        }

        if (point == ActedAlone.Point)
        {
            run.Host.Warning(Describe(owed));
            return;
        }

        throw new DbSafetyException("ApprovalOwed", ErrorKind.NotApproved, $"The signed approval after run {owed.RunId} ({point}) is still owed.")
        {
            State = "Nothing was changed by this run.",
            NextStep = "Find what is owed with: dbsafety plans; somebody other than who ran it signs it: dbsafety approve PLAN --key KEY.pem",
        };
    }
}

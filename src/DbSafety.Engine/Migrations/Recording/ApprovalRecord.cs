using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>Writes into the journal what came of the approval points.</summary>
internal static class ApprovalRecord
{
    /// <param name="forRun">The earlier run whose owed approval this is; null for the run at hand.</param>
    public static JournalEntry Entry(RunContext run, JournalEvent what, ApprovalPoint point, string? migration, string? forRun = null)
    {
        var entry = run.Entry(what, migration);
        entry.Detail["point"] = point.Key();
        if (forRun is not null)
            entry.Detail["for_run"] = forRun;
        return entry;
    }

    /// <summary>
    /// Commits the beginning of a run with what was approved before it, and the envelopes themselves: the last thing before the first statement
    /// of the change. A signed approval holds once, and counts as used from that commit on; where it fails, the approval is as good as before.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="session">A session without a transaction.</param>
    /// <param name="grant">What was approved.</param>
    /// <param name="begin">Writes the beginning, inside the transaction.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    /// <exception cref="DbSafetyException"><c>ApprovalUsed</c>.</exception>
    public static async Task BeginAsync(RunContext run, NpgsqlConnection session, ApprovalGrant grant, Func<Task> begin, CancellationToken cancellationToken)
    {
        using var use = grant.Signed is { } signed ? await signed.UseAsync(run.Target, run.RunId, run.Host, cancellationToken) : null;
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        await begin();
        foreach (var entry in GrantEntries.Of(run.RunId, grant))
            await run.Journal.AppendAsync(session, entry, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        use?.Keep();
        if (grant.Alone is { } alone)
            await OwedApproval.TryAskAsync(run.Target, run.Host, run.RunId, ActedAlone.Point, null, alone, CancellationToken.None);
    }

    public static async Task WriteAsync(
        RunContext run, NpgsqlConnection session, ApprovalDecision decision, ApprovalPoint point, string? migration, CancellationToken cancellationToken)
    {
        JournalEvent? what = decision switch
        {
            ApprovalDecision.Approved => JournalEvent.Approved,
            ApprovalDecision.Denied => JournalEvent.Denied,
            ApprovalDecision.Outstanding => JournalEvent.ApprovalOutstanding,
            _ => null,
        };
        if (what is { } known)
        {
            await run.Journal.AppendAsync(session, Entry(run, known, point, migration), cancellationToken);
            if (known == JournalEvent.ApprovalOutstanding && point.Mode(run.Target.Policy.Approvals) == ApprovalMode.Signed)
                await OwedApproval.TryAskAsync(run.Target, run.Host, run.RunId, point.Key(), migration, null, cancellationToken);
        }
    }

    public static DbSafetyException DeniedAfter(string migration, RunContext run) =>
        new("ApprovalDenied", ErrorKind.NotApproved, $"{migration} was applied to {run.Target.Name}, and the approval after it was refused.")
        {
            State = $"{migration} is applied and verified; nothing after it was begun.",
            NextStep = $"Take it back with: dbsafety rollback {migration}",
        };

    public static DbSafetyException DeniedAfterRollback(IReadOnlyList<string> migrations, RunContext run) =>
        new("ApprovalDenied", ErrorKind.NotApproved, $"{string.Join(", ", migrations)} {(migrations.Count == 1 ? "was" : "were")} rolled back on {run.Target.Name}, and the approval after it was refused.")
        {
            State = "The rollback is done; operations should not be resumed.",
            NextStep = run.BackupId is { } backup
                ? $"Look at what is wrong. The tables as they were before the rollback: dbsafety restore {backup}"
                : "Look at what is wrong; apply the migrations again with: dbsafety migrate",
        };
}

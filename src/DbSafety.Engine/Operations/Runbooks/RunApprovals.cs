using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Recording;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Takes the approval of a runbook's step. That the step lets through is all that there is to it, so it is used up at once.</summary>
internal static class RunApprovals
{
    /// <exception cref="Core.Errors.DbSafetyException"><c>ApprovalUsed</c>.</exception>
    public static async Task TakeAsync(ResolvedTarget target, string runId, ApprovalGrant grant, IOperationHost host, CancellationToken cancellationToken)
    {
        if (grant.Signed is { } signed)
        {
            using var use = await signed.UseAsync(target, runId, host, cancellationToken);
            use.Keep();
        }

        var log = AuditLog.Of(target, host);
        foreach (var entry in GrantEntries.Of(runId, grant))
            await log.WriteAsync(entry, CancellationToken.None);
        if (grant.Alone is { } alone)
            await OwedApproval.TryAskAsync(target, host, runId, ActedAlone.Point, null, alone, CancellationToken.None);
    }
}

using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Operations;

/// <summary>A restore changes production as a migration does, and is approved as one.</summary>
internal sealed class RestoreApproval(ResolvedTarget target, BackupSet set, RestoreRequest request, CommandAudit audit, IOperationHost host) : IRestoreApproval
{
    private ApprovalGrant _grant = ApprovalGrant.Nothing;

    public async Task AskAsync(IReadOnlyList<RestorePlan> plans, DatabaseSchema live, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", plans.Select(plan => plan.Table.QualifiedName));
        _grant = await new ApprovalGate(target, host).BeforeAsync([ApprovalPoint.ProductionDeployment],
            new ApprovalRequest($"restore {names} from backup {set.Id} into {target.Name}", [.. plans.Select(plan => $"{plan.Table.QualifiedName}: {plan.Table.Rows:N0} rows")], $"dbsafety restore {set.Id}{target.Option}",
                token => RestoreSubject.ReadAsync(target, session, set, plans, live, request, token)), session, cancellationToken);
    }

    public async Task UseAsync(CancellationToken cancellationToken)
    {
        if (_grant.Points.Count == 0)
            return;
        using var use = _grant.Signed is { } signed ? await signed.UseAsync(target, audit.RunId, host, cancellationToken) : null;
        foreach (var entry in GrantEntries.Of(audit.RunId, _grant))
            await audit.WriteAsync(entry, cancellationToken);
        use?.Keep();
        if (_grant.Alone is { } alone)
            await OwedApproval.TryAskAsync(target, host, audit.RunId, ActedAlone.Point, null, alone, CancellationToken.None);
    }
}

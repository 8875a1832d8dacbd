using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Approvals.Requests;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Signs that a plan may be run.</summary>
internal sealed class ApproveSafetyPlanOperation : IOperation<ApproveSafetyPlanOptions>
{
    public async Task RunAsync(ApproveSafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var kind = options.BreakGlass ? DecisionKind.BreakGlass : DecisionKind.Approve;
        var maker = new DecisionMaker(options, kind, options.Plan, options.Reason, options.ValidFor, host) { ConfirmTarget = options.ConfirmTarget };
        if (await maker.DecideAsync(cancellationToken) is { } result)
            host.Write(result);
    }
}

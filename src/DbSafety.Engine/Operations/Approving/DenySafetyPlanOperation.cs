using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Approvals.Requests;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Signs that a plan may not be run.</summary>
internal sealed class DenySafetyPlanOperation : IOperation<DenySafetyPlanOptions>
{
    public async Task RunAsync(DenySafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (await new DecisionMaker(options, DecisionKind.Deny, options.Plan, options.Reason, null, host).DecideAsync(cancellationToken) is { } result)
            host.Write(result);
    }
}

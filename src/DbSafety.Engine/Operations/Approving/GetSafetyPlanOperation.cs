using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Lists the plans of a project, and how far each is.</summary>
internal sealed class GetSafetyPlanOperation : IOperation<GetSafetyPlanOptions>
{
    public async Task RunAsync(GetSafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var project = ProjectFolder.Open(options.Project, host);
        var status = new PlanStatus(project, host);
        IReadOnlyList<PlanChoice> plans = options.Plan is { } plan ? [await PlanChoice.FindAsync(project, plan, host, cancellationToken)] : await PlanChoice.AllAsync(project, host, cancellationToken);
        foreach (var choice in plans)
        {
            var found = await status.ReadAsync(choice, cancellationToken);
            if (!options.Open || found.State == PlanApprovalState.Requested)
                host.Write(found);
        }
    }
}

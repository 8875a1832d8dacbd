using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Approvals;

/// <summary>Asks a person at the approval points. Neither silence nor <c>--force</c> is an approval: only the policy can open a point without one.</summary>
public sealed class ApprovalGate(ResolvedTarget target, IOperationHost host)
{
    /// <summary>The points, of those given, at which the policy asks a person.</summary>
    public IReadOnlyList<ApprovalPoint> Needed(params IEnumerable<ApprovalPoint> points) =>
        [.. points.Where(point => point.Mode(target.Policy.Approvals) != ApprovalMode.None)];

    /// <summary>Asks before a change, once for all the points that it stands at.</summary>
    /// <returns>The points that a person approved; none where the policy asks nobody.</returns>
    /// <exception cref="DbSafetyException"><c>ApprovalNeeded</c>: nobody can answer; <c>ApprovalDenied</c>.</exception>
    public async Task<IReadOnlyList<ApprovalPoint>> BeforeAsync(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, CancellationToken cancellationToken)
    {
        var needed = Needed(points);
        if (needed.Count == 0)
            return [];
        if (!host.CanAsk)
            throw ApprovalErrors.Needed(needed, request, target);
        if (!await AskAsync(needed, request, cancellationToken))
            throw ApprovalErrors.Denied(needed, request);
        return needed;
    }

    /// <summary>Asks after the fact.</summary>
    public async Task<ApprovalDecision> AfterAsync(ApprovalPoint point, ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (Needed(point).Count == 0)
            return ApprovalDecision.NotNeeded;
        if (host.CanAsk)
            return await AskAsync([point], request, cancellationToken) ? ApprovalDecision.Approved : ApprovalDecision.Denied;
        host.Warning($"An approval is outstanding ({point.Words()}): {request.Title}. Nobody can answer here; at a console run: {request.Command}");
        return ApprovalDecision.Outstanding;
    }

    private async Task<bool> AskAsync(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, CancellationToken cancellationToken)
    {
        // Production is typed out, so that a habitual "yes" does not reach it.
        var typed = target.IsProduction && points.Contains(ApprovalPoint.ProductionDeployment);
        var title = $"Approval {string.Join(" and ", points.Select(point => point.Words()))}: {request.Title}";
        var answer = await host.AskAsync(typed
            ? new Question(title, $"Type the target's name, {target.Name}, to approve; anything else refuses.", request.Detail, [])
            : new Question(title, "Do you approve?", request.Detail, ["no", "yes"]), cancellationToken);
        return typed ? answer.Trim() == target.Name : answer.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase);
    }
}

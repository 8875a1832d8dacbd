using DbSafety.Core.Errors;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Approvals;

/// <summary>The errors of the approval points before a change.</summary>
internal static class ApprovalErrors
{
    public static DbSafetyException Needed(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, ResolvedTarget target) =>
        new("ApprovalNeeded", ErrorKind.NotApproved, $"{request.Title}: a person's approval is needed {Words(points)}, and nobody can answer here.")
        {
            State = "Nothing was changed.",
            NextStep = $"Run it at a console, where it asks: {request.Command}. To let {target.Environment} go without, set "
                + $"{string.Join(" and ", points.Select(point => $"approvals.{point.Key()}: none"))} for it in dbsafety.yaml. --force is no approval.",
            Detail = request.Detail,
        };

    public static DbSafetyException Denied(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request) =>
        new("ApprovalDenied", ErrorKind.NotApproved, $"{request.Title}: the approval {Words(points)} was refused.")
        {
            State = "Nothing was changed.",
            NextStep = $"When it is wanted after all, run: {request.Command}",
        };

    private static string Words(IReadOnlyList<ApprovalPoint> points) => string.Join(" and ", points.Select(point => point.Words()));
}

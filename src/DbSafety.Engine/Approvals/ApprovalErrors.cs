using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Approvals;

/// <summary>The errors of the approval points before a change.</summary>
internal static class ApprovalErrors
{
    /// <summary>Nobody can answer: the plan is written down, so that it can be signed in the place of an answer.</summary>
    public static async Task<DbSafetyException> NeededAsync(
        IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, ApprovalSubject? subject, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        var path = target.Project?.Configuration.Approvals.People.Count > 0 ? await WrittenAsync(subject, target, host, cancellationToken) : null;
        return new DbSafetyException("ApprovalNeeded", ErrorKind.NotApproved, $"{request.Title}: a person's approval is needed {Words(points)}, and nobody can answer here.")
        {
            State = "Nothing was changed.",
            NextStep = $"Run it at a console, where it asks: {request.Command}; or have it signed beforehand: dbsafety submit{(path is null ? "" : $" {path}")}, and somebody else: dbsafety approve"
                + $"{(path is null ? "" : $" {path}")} --key KEY.pem. To let {target.Environment} go without, set "
                + $"{string.Join(" and ", points.Select(point => $"approvals.{point.Key()}: none"))} for it in dbsafety.yaml. --force is no approval.",
            Detail = request.Detail,
        };
    }

    /// <summary>Nobody has signed this plan: it is written down, so that it can be submitted and approved as it is.</summary>
    public static async Task<DbSafetyException> NotSignedAsync(
        IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, ApprovalSubject? subject, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        var signed = points.Where(point => point.Mode(target.Policy.Approvals) == ApprovalMode.Signed).ToList();
        return new DbSafetyException("ApprovalNeeded", ErrorKind.NotApproved, $"{request.Title}: a signed approval is needed {Words(signed)}, and there is none for this plan{(subject is null ? "" : $", {subject.Digest}")}.")
        {
            State = "Nothing was changed.",
            NextStep = await WrittenAsync(subject, target, host, cancellationToken) is { } path
                ? $"Ask for it: dbsafety submit {path} --reason \"…\"{(target.Policy.Approvals.SignedRequests ? " --key KEY.pem" : "")}; somebody else then runs: dbsafety approve {path} --key KEY.pem; then run this again. --force is no approval."
                : "Plan it with dbsafety plan, then: dbsafety submit, and somebody else: dbsafety approve. --force is no approval.",
            Detail = request.Detail,
        };
    }

    public static DbSafetyException Denied(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request) =>
        new("ApprovalDenied", ErrorKind.NotApproved, $"{request.Title}: the approval {Words(points)} was refused.")
        {
            State = "Nothing was changed.",
            NextStep = $"When it is wanted after all, run: {request.Command}",
        };

    private static async Task<string?> WrittenAsync(ApprovalSubject? subject, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            return subject is null || target.Project is not { } project ? null : project.Relative(await subject.WriteAsync(cancellationToken));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            host.Warning($"The plan could not be written into plans/: {error.Message}");
            return null;
        }
    }

    private static string Words(IReadOnlyList<ApprovalPoint> points) => string.Join(" and ", points.Select(point => point.Words()));
}

using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Policies;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>Whether a request can open anything at all, whoever signs: asked where it would be used, and before anybody signs in vain.</summary>
internal static class RequestCheck
{
    /// <summary>Why it opens nothing: <c>RequestNotSigned</c> or <c>ApprovalExpired</c>; null where it can.</summary>
    public static DbSafetyException? Refusal(VerifiedRequest request, PolicyBook book, DateTimeOffset now) =>
        book.Policy.SignedRequests && request.Signer is null ? SignedErrors.NotSigned(request)
        : now >= RequestJudge.End(request.Statement.At, request.Statement.NotAfter, request.Statement.Emergency, book) ? SignedErrors.Expired($"{request.Source.Origin}: the request")
        : null;
}

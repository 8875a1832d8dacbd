namespace DbSafety.Core.Results.Approvals;

/// <summary>One person's decision on a plan.</summary>
/// <param name="Person">Who, as the approval policy names them.</param>
/// <param name="Decision"><c>approve</c>, <c>deny</c> or <c>breakGlass</c>.</param>
/// <param name="From">From when on it holds.</param>
/// <param name="Until">Until when.</param>
/// <param name="Reason">Why.</param>
/// <param name="KeyId">The key that signed it.</param>
public sealed record PlanDecision(string Person, string Decision, DateTimeOffset From, DateTimeOffset Until, string Reason, string KeyId);

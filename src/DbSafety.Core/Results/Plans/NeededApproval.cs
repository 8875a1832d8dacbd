namespace DbSafety.Core.Results.Plans;

/// <summary>A decision that a person has to make.</summary>
/// <param name="Point">The approval point, as <c>dbsafety.yaml</c> writes it.</param>
/// <param name="When">When, in words.</param>
/// <param name="Why">Why, one reason each.</param>
public sealed record NeededApproval(string Point, string When, IReadOnlyList<string> Why);

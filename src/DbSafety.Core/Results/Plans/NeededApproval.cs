namespace DbSafety.Core.Results.Plans;

/// <summary>A decision that a person has to make.</summary>
/// <param name="Point">The approval point, as <c>dbsafety.yaml</c> writes it.</param>
/// <param name="When">When, in words.</param>
/// <param name="Why">Why, one reason each.</param>
public sealed record NeededApproval(string Point, string When, IReadOnlyList<string> Why)
{
    /// <summary><c>prompt</c> or <c>signed</c>.</summary>
    public string How { get; init; } = "prompt";

    /// <summary>How many different people have to sign.</summary>
    public int People { get; init; } = 1;

    /// <summary>The roles of which each of them has one; empty for everybody whom the policy knows.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}

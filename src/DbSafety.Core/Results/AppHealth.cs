namespace DbSafety.Core.Results;

/// <summary>The outcome of one application check.</summary>
/// <param name="Name">The check's name in <c>dbsafety.yaml</c>.</param>
/// <param name="Kind"><c>sql</c>, <c>http</c>, <c>tcp</c>, <c>command</c> or <c>prometheus</c>.</param>
/// <param name="Passed">It gave what was expected, in time.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="Detail">What came instead, or what was seen.</param>
public sealed record AppHealth(string Name, string Kind, bool Passed, TimeSpan Latency, string Detail)
{
    /// <summary>Whether it passed in the baseline that it was compared with; null where there is none.</summary>
    public bool? PassedBefore { get; init; }

    /// <summary>How long the answer took in the baseline; null where there is none.</summary>
    public TimeSpan? LatencyBefore { get; init; }
}

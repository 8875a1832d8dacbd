namespace DbSafety.Core.Results;

/// <summary>The outcome of one application check.</summary>
/// <param name="Name">The check's name in <c>dbsafety.yaml</c>.</param>
/// <param name="Kind"><c>sql</c> or <c>http</c>.</param>
/// <param name="Passed">It gave what was expected, in time.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="Detail">What came instead, or what was seen.</param>
public sealed record AppHealth(string Name, string Kind, bool Passed, TimeSpan Latency, string Detail);

namespace DbSafety.Core.Results.Monitoring;

/// <summary>Something that is worse, or clearly better, in the second of two samples.</summary>
/// <param name="Kind"><c>plan</c>, <c>query</c> or <c>metric</c>.</param>
/// <param name="Name">The query, or the figure.</param>
/// <param name="State">How bad it is.</param>
/// <param name="Factor">How many times more it is than before; null where that says nothing.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
/// <param name="Cause">What it most likely comes from; null where nothing points to it.</param>
/// <param name="Detail">More, such as the two plans.</param>
public sealed record HealthChange(string Kind, string Name, HealthState State, double? Factor, string Before, string After, string? Cause, IReadOnlyList<string> Detail);

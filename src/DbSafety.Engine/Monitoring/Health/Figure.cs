namespace DbSafety.Engine.Monitoring.Health;

/// <summary>A figure as the server gives it, not yet judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The figure; null where the role may not see it.</param>
/// <param name="Detail">What it is made of.</param>
internal sealed record Figure(string Name, double? Value, string? Detail);

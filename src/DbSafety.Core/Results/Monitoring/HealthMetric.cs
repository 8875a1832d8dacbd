namespace DbSafety.Core.Results.Monitoring;

/// <summary>One figure of a database's health.</summary>
/// <param name="Name">Its name, with a label where there are several: <c>tablespace_bytes{tablespace="pg_default"}</c>. The unit is its last word.</param>
/// <param name="Value">The figure.</param>
/// <param name="State">How well it is.</param>
/// <param name="Detail">What it is made of, or which object is meant.</param>
public sealed record HealthMetric(string Name, double Value, HealthState State, string? Detail);

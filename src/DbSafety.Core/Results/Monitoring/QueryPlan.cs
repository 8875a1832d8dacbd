namespace DbSafety.Core.Results.Monitoring;

/// <summary>How the server would run a registered query.</summary>
/// <param name="Name">The query's name in <c>dbsafety.yaml</c>, or the server's number for it.</param>
/// <param name="Query">The query.</param>
/// <param name="Shape">The plan's steps with their tables and indexes, indented by depth.</param>
/// <param name="Cost">The planner's estimate, in its own unit.</param>
/// <param name="Time">How long it really took; null where it was not run.</param>
/// <param name="Blocks">Blocks that it read or found in the cache; null where it was not run.</param>
public sealed record QueryPlan(string Name, string Query, IReadOnlyList<string> Shape, double Cost, TimeSpan? Time, long? Blocks);

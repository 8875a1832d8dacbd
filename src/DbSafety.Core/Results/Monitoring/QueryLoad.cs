namespace DbSafety.Core.Results.Monitoring;

/// <summary>What one query costs, by <c>pg_stat_statements</c>, since its counters began.</summary>
/// <param name="Id">The server's number for the query.</param>
/// <param name="Query">The query, its values replaced by parameters; null where the role may not see it.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="TotalTime">How long all of that took.</param>
/// <param name="MeanTime">How long it took each time.</param>
/// <param name="Rows">How many rows it gave or changed.</param>
/// <param name="Share">Its part of the time of all queries, from 0 to 1.</param>
public sealed record QueryLoad(long Id, string? Query, long Calls, TimeSpan TotalTime, TimeSpan MeanTime, long Rows, double Share);

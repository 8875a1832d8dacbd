namespace DbSafety.Core.Results.Plans;

/// <summary>Which database a plan is for, whatever the way to it is.</summary>
/// <param name="System">The cluster's system_identifier; null where the role may not read it.</param>
/// <param name="Oid">The database's oid.</param>
/// <param name="Name">The database's name.</param>
public sealed record PlannedDatabase(string? System, long Oid, string Name);

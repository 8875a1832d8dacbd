using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Core.Results.Plans;

/// <summary>A lock that a statement takes on an existing table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Mode">The lock.</param>
/// <param name="Rewrites">The table is written anew under it.</param>
/// <param name="Scans">The table is read from end to end under it.</param>
public sealed record PlannedLock(string Table, LockMode Mode, bool Rewrites, bool Scans);

using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Core.Results.Plans;

/// <summary>A statement of a plan.</summary>
/// <param name="Line">Its line in the script.</param>
/// <param name="Text">As the script has it.</param>
/// <param name="Locks">The locks on existing tables that it takes, by its form.</param>
public sealed record PlannedStatement(int Line, string Text, IReadOnlyList<PlannedLock> Locks)
{
    /// <summary>What a rehearsal of this very script measured of it; null where there was none.</summary>
    public StatementTrace? Measured { get; init; }
}

using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>Lock modes as <c>pg_locks</c> names them.</summary>
internal static class LockModes
{
    private const string Ending = "Lock";

    /// <summary>The mode of <c>AccessExclusiveLock</c>; null for one that no table has.</summary>
    public static LockMode? Parse(string mode) =>
        mode.EndsWith(Ending, StringComparison.Ordinal) && Enum.TryParse<LockMode>(mode[..^Ending.Length], out var known) ? known : null;
}

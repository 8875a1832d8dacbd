using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Locks;

namespace DbSafety.Engine.Forecasts;

/// <summary>
/// About how long a statement takes on tables of a known size, where no rehearsal has measured it. The rates are those of an ordinary
/// server with its data on a solid-state disk; they are meant to tell a blink from a minute, and no more.
/// </summary>
internal static class DurationEstimate
{
    private const double ScannedPerSecond = 400e6;
    private const double IndexedPerSecond = 60e6;
    private const double RewrittenPerSecond = 80e6;
    private const double UpdatedPerSecond = 20e6;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    public static TimeSpan Of(StatementContext statement)
    {
        var seconds = statement.Locks.Sum(Seconds);
        // Which rows an UPDATE changes is not known here: all of them, at the most.
        if (statement.Facts.Tag is "UPDATE" or "DELETE" or "MERGE")
            seconds += statement.Locks.Sum(claim => (claim.Table.Facts?.Bytes ?? 0) / UpdatedPerSecond);
        return Least + TimeSpan.FromSeconds(seconds);
    }

    private static double Seconds(LockClaim claim)
    {
        var (bytes, indexes) = (claim.Table.Facts?.Bytes ?? 0, claim.Table.Facts?.IndexBytes ?? 0);
        if (claim.Rewrites)
            return (bytes / RewrittenPerSecond) + (indexes / IndexedPerSecond);
        return claim.BuildsIndex ? bytes / IndexedPerSecond : claim.Scans ? bytes / ScannedPerSecond : 0;
    }
}

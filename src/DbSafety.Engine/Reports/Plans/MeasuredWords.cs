using System.Globalization;
using DbSafety.Core.Results.Plans;
using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>What a rehearsal measured of a statement, as the pages of a plan tell it.</summary>
internal static class MeasuredWords
{
    /// <summary>The locks on existing tables: the measured ones where there was a rehearsal, else those that the words claim.</summary>
    public static IReadOnlyList<PlannedLock> Locks(PlannedStatement statement) => statement.Measured is not { } measured ? statement.Locks :
    [
        .. measured.Locks.Where(one => one.Kind is "table" or "partitionedTable" or "materializedView" or "foreignTable").GroupBy(one => one.Relation)
            .Select(group => new PlannedLock(group.Key, group.Max(one => one.Mode), measured.Rewrites.Contains(group.Key), measured.Rows?.Any(rows => rows.Table == group.Key && rows.Scans > 0) == true)),
    ];

    /// <summary>One line; null where nothing was measured.</summary>
    public static string? Line(PlannedStatement statement)
    {
        if (statement.Measured is not { } measured)
            return null;
        var words = new List<string> { PlanWords.Duration(measured.Duration) + (measured.LiveEstimate is { } live ? $", about {PlanWords.Duration(live)} at the live size" : "") };
        if (measured.Rewrites.Count > 0)
            words.Add($"wrote anew {string.Join(", ", measured.Rewrites)}");
        words.AddRange((measured.Rows ?? []).Select(Rows));
        if (measured.WalBytes > 0)
            words.Add($"{PlanWords.Bytes(measured.WalBytes)} of WAL");
        if (measured.Locks.Count > 0)
            words.Add($"locks held to line {measured.Locks.Max(one => one.HeldUntilLine)}");
        return $"Measured: {string.Join("; ", words)}.";
    }

    private static string Rows(RowsTrace rows) => string.Create(CultureInfo.InvariantCulture,
        $"{rows.Table}:{(rows.Scans > 0 ? $" {rows.RowsScanned:N0} rows read" : "")}{(rows.Scans > 0 && rows.Written > 0 ? "," : "")}{(rows.Written > 0 ? $" {rows.Written:N0} rows written" : "")}");
}

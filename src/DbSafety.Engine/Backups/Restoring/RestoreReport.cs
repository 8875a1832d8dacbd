using System.Globalization;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Says what will be done and what was done.</summary>
internal sealed class RestoreReport(BackupSet set, RestoreRequest request, IOperationHost host)
{
    private readonly long _started = host.Time.GetTimestamp();

    /// <summary>One line a table.</summary>
    public string Describe(RestorePlan plan)
    {
        var (name, counts) = (plan.Table.QualifiedName, plan.Counts);
        return plan.Mode switch
        {
            RestoreMode.Recreate => $"{name} is gone and is made again with {Rows(plan.Table.Rows)}{Falls(plan)}",
            RestoreMode.Replace => $"{name}: all {Rows(counts.Extra)} go, and the {Rows(plan.Table.Rows)} of the backup take their place",
            RestoreMode.Swap => $"{name}: structure and content of the backup ({Rows(plan.Table.Rows)}) take the place of the live table ({Rows(counts.Extra)}), which is kept beside it{Again(plan)}",
            _ when request.Columns.Count > 0 => $"{name}: {string.Join(", ", request.Columns)} of {Rows(counts.Differing)} {(counts.Differing == 1 ? "comes" : "come")} back; no row is inserted or deleted",
            _ => $"{name}: {Number(counts.Missing)} missing {(counts.Missing == 1 ? "row comes" : "rows come")} back, {Number(counts.Differing)} differing {(counts.Differing == 1 ? "is" : "are")} changed, "
                + $"{Number(counts.Extra)} extra {(request.ExtraRows == ExtraRows.Remove ? "are deleted" : "stay")}",
        };
    }

    /// <summary>Who will be locked, for how long.</summary>
    public static IEnumerable<string> Locks(IReadOnlyList<RestorePlan> plans) =>
        plans.SelectMany(plan => plan.Locks).DistinctBy(item => (item.Table, item.Mode)).Select(item =>
            $"Lock on {item.Table}: {item.Mode}, {item.Blocks}{(item.Estimate is { } time ? $"; about {Time(time)}" : "")} ({item.Basis})");

    public IReadOnlyList<TableRestore> Results(IReadOnlyList<RestorePlan> plans, bool changed, string? sideSchema) =>
        [.. plans.Select(plan => new TableRestore(
            set.Id,
            plan.Table.QualifiedName,
            plan.Mode,
            plan.Table.Rows,
            Inserted(plan),
            plan.Mode == RestoreMode.Merge ? plan.Counts.Differing : 0,
            Removes(plan) ? plan.Counts.Extra : 0,
            plan.Mode == RestoreMode.Merge && !Removes(plan) ? plan.Counts.Extra : 0,
            changed && plan.Verified,
            changed,
            sideSchema,
            host.Time.GetElapsedTime(_started),
            plan.Detail,
            plan.Replaced)
        {
            Locks = plan.Locks,
            LockedFor = changed && plan.Locks.Count > 0 ? plan.LockedFor : null,
        })];

    private long Inserted(RestorePlan plan) => plan.Mode switch
    {
        RestoreMode.Merge => request.Columns.Count > 0 ? 0 : plan.Counts.Missing,
        RestoreMode.Aside => 0,
        _ => plan.Table.Rows,
    };

    private bool Removes(RestorePlan plan) =>
        plan.Mode is RestoreMode.Replace or RestoreMode.Swap || (plan.Mode == RestoreMode.Merge && request.ExtraRows == ExtraRows.Remove);

    private static string Falls(RestorePlan plan) =>
        plan.Table.Dependents.Count == 0 ? "" : $"; with what fell with it: {List([.. plan.Table.Dependents.Select(item => item.Key)])}";

    private static string Again(RestorePlan plan) => plan.Dependents.Count == 0 ? "" : $"; made again on it: {List(plan.Dependents)}";

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(8)) + (names.Count > 8 ? $" and {names.Count - 8} more" : "");

    private static string Rows(long rows) => rows == 1 ? "1 row" : Number(rows) + " rows";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan time) => time.TotalSeconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(time.TotalSeconds, 0.1):0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time:h\\:mm\\:ss}");
}

using System.Globalization;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Which locks a plan needs on live tables, who waits for them, and for about how long: estimated from what was measured while the rows were loaded aside and compared.</summary>
internal static class RestoreLocks
{
    private const string Writers = "writers wait, readers go on";
    private const string All = "readers and writers wait";

    public static IReadOnlyList<TableLock> Of(RestorePlan plan, DatabaseSchema schema, RestoreRequest request, TimeSpan schemaRead) => plan.Mode switch
    {
        RestoreMode.Merge => [Merge(plan, request)],
        RestoreMode.Replace => [new TableLock(plan.Table.QualifiedName, "ACCESS EXCLUSIVE", All, Writing(plan, plan.Table.Rows) + plan.LoadTime,
            $"{Rate(plan)} while loading aside; indexes and the comparison take as long again")],
        RestoreMode.Swap => Swap(plan, schema, schemaRead),
        RestoreMode.Recreate => [.. plan.Table.Dependents.Where(item => item.Kind == nameof(SchemaObjectKind.ForeignKey) && item.Table is not null)
            .Select(item => new TableLock(item.Table!, "SHARE ROW EXCLUSIVE", Writers, null, "its foreign key is made again and checked; the table that is made again nobody uses yet"))],
        _ => [],
    };

    private static TableLock Merge(RestorePlan plan, RestoreRequest request)
    {
        var rows = plan.Counts.Differing + (request.Columns.Count > 0 ? 0 : plan.Counts.Missing) + (request.ExtraRows == ExtraRows.Remove ? plan.Counts.Extra : 0);
        return new TableLock(plan.Table.QualifiedName, "SHARE ROW EXCLUSIVE", Writers, (plan.CountTime * 2) + Writing(plan, rows),
            string.Create(CultureInfo.InvariantCulture, $"comparing took {plan.CountTime.TotalSeconds:0.0} s and is done twice more; {rows:N0} rows to write, {Rate(plan)} while loading aside"));
    }

    private static IReadOnlyList<TableLock> Swap(RestorePlan plan, DatabaseSchema schema, TimeSpan schemaRead)
    {
        // The schema is read before and after the exchange, and a third time where triggers or privileges are carried over.
        var estimate = (schemaRead * 2.5) + TimeSpan.FromMilliseconds(20 * (plan.Dependents.Count + plan.Table.Structure.Count));
        var basis = string.Create(CultureInfo.InvariantCulture,
            $"only names change; the schema, which took {schemaRead.TotalSeconds:0.0} s to read, is read again to compare it{(plan.Dependents.Count > 0 ? $", and {plan.Dependents.Count} dependents are made again" : "")}");
        var locks = SwapRunner.Locked(schema, [plan.Live!]).Select(table => new TableLock(table, "ACCESS EXCLUSIVE", All, estimate,
            table == plan.Table.QualifiedName ? basis : "a foreign key between it and the table is dropped and made again in the same transaction"));
        var later = SwapCheck.Parts(plan.Live!, schema).SelectMany(part => part.IncomingForeignKeys).Where(key => SwapRunner.IsCheckedLater(schema, key))
            .Select(key => new TableLock(key.Table.QualifiedName, "SHARE UPDATE EXCLUSIVE", "readers and writers go on, changes of its structure wait", null, $"after the commit the rows of {key.Name} are checked"));
        return [.. locks.OrderByDescending(item => item.Table == plan.Table.QualifiedName), .. later];
    }

    private static TimeSpan Writing(RestorePlan plan, long rows) =>
        plan.Table.Rows == 0 ? TimeSpan.Zero : plan.LoadTime * ((double)rows / plan.Table.Rows);

    private static string Rate(RestorePlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{plan.Table.Rows / Math.Max(plan.LoadTime.TotalSeconds, 0.001):N0} rows/s");
}

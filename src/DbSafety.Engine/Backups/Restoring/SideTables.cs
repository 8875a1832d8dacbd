using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Makes each table beside its live one, and counts what differs. No live table is changed, and none is locked against anybody.</summary>
internal sealed class SideTables(NpgsqlConnection connection, BackupSet set, RestoreRequest request, DatabaseSchema schema, IOperationHost host)
{
    public async Task MakeAsync(SideSchema? side, IReadOnlyList<RestorePlan> plans, RestorePlanner planner, CancellationToken cancellationToken)
    {
        Name(plans);
        foreach (var plan in plans.Where(plan => plan.Mode is RestoreMode.Merge or RestoreMode.Replace))
            await PlanMergeAsync(side!, plan, planner, cancellationToken);

        var loaded = plans.Where(plan => plan.Mode != RestoreMode.Recreate).ToList();
        var progress = new BackupProgress(host, "Loading aside", loaded.Sum(plan => plan.Table.File.UncompressedBytes), isEstimate: false);
        foreach (var plan in loaded.Where(plan => plan.Mode != RestoreMode.Swap))
            await side!.LoadAsync(plan, stays: request.Mode == RestoreMode.Aside, bytes => progress.Add(plan.Table.QualifiedName, bytes), cancellationToken);
        await MakeSwapsAsync(side, [.. plans.Where(plan => plan.Mode == RestoreMode.Swap)], progress, cancellationToken);
        if (loaded.Count > 0)
            progress.End(side!.Name);
        foreach (var plan in plans)
            await CountAsync(plan, cancellationToken);
    }

    /// <summary>Names the tables of the side schema: as the live ones, but for two of one name.</summary>
    public static void Name(IReadOnlyList<RestorePlan> plans)
    {
        for (var i = 0; i < plans.Count; i++)
            plans[i].SideName = plans.Count(other => other.Table.Name == plans[i].Table.Name) == 1 ? plans[i].Table.Name : $"t{i + 1}";
    }

    private async Task PlanMergeAsync(SideSchema side, RestorePlan plan, RestorePlanner planner, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyColumn> key = plan.Mode == RestoreMode.Merge ? await KeyColumn.ReadAsync(connection, plan.Live!, cancellationToken) : [];
        planner.CheckMerge(plan, key);
        plan.Merge = new MergeSql(plan.Table, plan.Live!, key, side.TableOf(plan), request.Columns);
    }

    private async Task MakeSwapsAsync(SideSchema? side, IReadOnlyList<RestorePlan> swaps, BackupProgress progress, CancellationToken cancellationToken)
    {
        if (swaps.Count == 0)
            return;
        foreach (var name in swaps.Select(plan => plan.Table.Schema).Distinct())
            await side!.AddAsync(name, cancellationToken);
        var names = new SwapNames(swaps.Select(plan => plan.Table), side!.Of);
        var builder = new SwapBuilder(connection, side, names, new RestoreRetry(request, host));
        foreach (var plan in swaps)
        {
            plan.Names = names;
            await builder.BuildAsync(plan, bytes => progress.Add(plan.Table.QualifiedName, bytes), cancellationToken);
        }

        var swapped = swaps.Select(plan => plan.Table.TableName).ToHashSet();
        foreach (var plan in swaps)
            await builder.CheckReferencesAsync(plan, swapped, cancellationToken);
        var dependents = SwapDependents.Of(schema, [.. swaps.Select(plan => plan.Live!)], reason => new RestoreRefusals(set).NoSwap(swaps[0].Table, reason));
        foreach (var plan in swaps)
            plan.Dependents = dependents.Names;
    }

    private async Task CountAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        if (plan.Mode == RestoreMode.Swap)
        {
            var only = plan.Live!.Kind == Schema.Model.TableKind.Partitioned ? "" : "ONLY ";
            plan.Counts = new MergeCounts(plan.Table.Rows, 0, await SqlText.ScalarAsync<long>(connection, $"SELECT count(*) FROM {only}{plan.Live.QualifiedName}", cancellationToken));
        }
        else if (plan.Merge is { } merge)
        {
            plan.Counts = await MergeRunner.CountAsync(connection, merge, cancellationToken);
            if (request.Columns.Count > 0 && plan.Counts.Missing > 0)
                plan.Detail.Add($"{plan.Counts.Missing} rows of the backup are not in the live table any more, and were not inserted.");
            if (request.Columns.Count > 0 && plan.Counts.Extra > 0)
                plan.Detail.Add($"{plan.Counts.Extra} rows are newer than the backup, and keep what they have in {string.Join(", ", request.Columns)}.");
        }

        plan.CountTime = host.Time.GetElapsedTime(started);
    }
}

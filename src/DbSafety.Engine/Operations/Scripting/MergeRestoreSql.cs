using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>The part of a restore's transaction that merges rows, or replaces them, in the order of the restore.</summary>
internal sealed class MergeRestoreSql(NpgsqlConnection connection, DatabaseSchema schema, RestoreRequest request, SqlOutput output, IReadOnlyList<RestorePlan> plans)
{
    private readonly List<TriggerStates> _triggers = [];

    public IReadOnlyList<RestorePlan> Plans => plans;

    public bool Any => plans.Count > 0;

    /// <summary>Decides how a table's rows are told apart.</summary>
    public async Task PlanAsync(RestorePlan plan, RestorePlanner planner, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyColumn> key = plan.Mode == RestoreMode.Merge ? await KeyColumn.ReadAsync(connection, plan.Live!, cancellationToken) : [];
        planner.CheckMerge(plan, key);
        plan.Merge = new MergeSql(plan.Table, plan.Live!, key, plan.SideTable, request.Columns);
        if (key.Count > 0)
            output.AddText(Refusal.Unless($"({plan.Merge.CountDuplicates}) = 0", $"The key of {plan.Table.QualifiedName} is newer than the backup, which holds values of it more than once"));
    }

    /// <summary>Locks, triggers, and the rows that go.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!Any)
            return;
        Lock(RestoreMode.Merge, "SHARE ROW EXCLUSIVE");
        Lock(RestoreMode.Replace, "ACCESS EXCLUSIVE");
        output.Add("SET CONSTRAINTS ALL DEFERRED");
        foreach (var plan in plans)
            await RestAsync(plan, cancellationToken);
        foreach (var plan in plans.Reverse().Where(plan => plan.Mode == RestoreMode.Merge && request.ExtraRows == ExtraRows.Remove))
        {
            foreach (var (key, query) in await CascadeCheck.QueriesAsync(connection, plan.Merge!, schema, cancellationToken))
                output.AddText(Refusal.Unless($"({query}) = 0", $"Rows of {key.Table.QualifiedName} would be reached by foreign key {key.Name}"));
            output.Add(plan.Merge!.Delete);
        }

        if (Targets(RestoreMode.Replace) is { Count: > 0 } emptied)
            output.Add($"TRUNCATE {string.Join(", ", emptied)}");
    }

    public void UpdateAndInsert()
    {
        foreach (var merge in plans.Select(plan => plan.Merge!))
        {
            if (merge.Update is { } update)
                output.Add(update);
            if (request.Columns.Count == 0)
                output.Add(merge.Insert);
        }

        if (Any)
            output.Add("SET CONSTRAINTS ALL IMMEDIATE");
    }

    /// <summary>The triggers and the sequences, when the rows are what they should be.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
            output.AddText(Refusal.Unless(Holds(plan), $"{plan.Table.QualifiedName} does not hold what the backup holds"));
        output.AddAll(_triggers.SelectMany(states => states.Enabling));
        foreach (var sequence in plans.SelectMany(MergeRunner.Sequences))
        {
            var name = Identifier.Literal(Identifier.Quote(sequence.Schema, sequence.Name));
            if (await SqlText.ScalarAsync<bool>(connection, $"SELECT pg_catalog.to_regclass({name}) IS NOT NULL", cancellationToken))
                output.Add("SELECT " + SequenceValues.Forward(sequence));
        }
    }

    private string Holds(RestorePlan plan)
    {
        var merge = plan.Merge!;
        if (merge.Key.Count == 0)
            return $"({merge.CountUnequal}) = 0 AND ({merge.CountExtra}) = {plan.Table.Rows}";
        return (request.Columns.Count > 0 ? "" : $"({merge.CountMissing}) = 0 AND ")
            + $"({merge.CountDiffering}) = 0" + (request.ExtraRows == ExtraRows.Remove ? $" AND ({merge.CountExtra}) = 0" : "");
    }

    private async Task RestAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var states = await TriggerStates.ReadAsync(connection, plan.Live!, cancellationToken);
        if (!states.MaySwitch)
            return;
        _triggers.Add(states);
        output.AddAll(states.Disabling);
    }

    private void Lock(RestoreMode mode, string lockMode)
    {
        if (Targets(mode) is { Count: > 0 } tables)
            output.Add($"LOCK TABLE {string.Join(", ", tables)} IN {lockMode} MODE");
    }

    private List<string> Targets(RestoreMode mode) => [.. plans.Where(plan => plan.Mode == mode).Select(plan => plan.Merge!.Target)];
}

using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Decides what to do with each table, and refuses what cannot be done before anything is begun.</summary>
internal sealed class RestorePlanner(BackupSet set, RestoreRequest request, DatabaseSchema live)
{
    private readonly RestoreRefusals _refusals = new(set);

    public RestorePlan Plan(ManifestTable table)
    {
        var model = live.FindTable(table.Schema, table.Name);
        if (table.Kind == "foreign" && request.Mode != RestoreMode.Recreate && (model is not null || request.Mode == RestoreMode.Aside))
            throw _refusals.Foreign(table);
        var mode = ModeOf(table, model);
        if (mode is RestoreMode.Recreate or RestoreMode.Swap && !set.Manifest.HasStructure)
            throw _refusals.NoStructure(table, isGone: model is null);
        if (mode != RestoreMode.Recreate && !set.Manifest.HasData)
            throw _refusals.NoData(table);
        if (request.Columns.Count > 0 && (mode != RestoreMode.Merge || request.ExtraRows == ExtraRows.Remove))
            throw _refusals.ColumnsNeedMerge();
        CheckFilter(table, mode);
        return new RestorePlan(table, mode, model);
    }

    /// <summary>Refuses a merge that the live table's structure does not allow.</summary>
    public void CheckMerge(RestorePlan plan, IReadOnlyList<KeyColumn> key)
    {
        CheckColumns(plan);
        if (request.Columns.Count == 0)
            NoteColumns(plan);
        if (plan.Table.Filter is { } filter)
            plan.Detail.Add($"The backup holds only the rows WHERE {filter}: only those were looked at.");
        if (plan.Mode == RestoreMode.Replace || (key.Count > 0 && key.All(column => plan.Table.DataColumns.Any(other => other.Name == column.Name))))
            return;
        throw _refusals.NeedsKey(plan.Table, isReferenced: Referencing(plan, []).Count > 0);
    }

    /// <summary>Refuses what depends on the other tables of the restore.</summary>
    public void CheckAll(IReadOnlyList<RestorePlan> plans)
    {
        foreach (var plan in plans.Where(plan => plan.Mode == RestoreMode.Replace))
            CheckReplace(plan, plans);
        foreach (var plan in plans.Where(plan => plan.Mode == RestoreMode.Swap))
            if (SwapCheck.Reason(plan.Table, plan.Live!, live) is { } reason)
                throw reason.Length == 0 ? _refusals.NoStatements(plan.Table) : _refusals.NoSwap(plan.Table, reason);
    }

    /// <summary>Refuses to replace the content of a table that others reference: none of their rows may be lost, and TRUNCATE would need CASCADE.</summary>
    private void CheckReplace(RestorePlan plan, IReadOnlyList<RestorePlan> plans)
    {
        var replaced = plans.Where(other => other.Mode == RestoreMode.Replace).Select(other => other.Live!.Oid).ToHashSet();
        if (Referencing(plan, replaced) is { Count: > 0 } keys)
            throw _refusals.Referenced(plan.Table, keys);
    }

    private static List<ForeignKeyModel> Referencing(RestorePlan plan, HashSet<uint> replaced) =>
        [.. plan.Live!.IncomingForeignKeys.Where(key => key.Table.Oid != plan.Live.Oid && !replaced.Contains(key.Table.Oid))];

    private RestoreMode ModeOf(ManifestTable table, TableModel? model) => request.Mode switch
    {
        RestoreMode.Aside => RestoreMode.Aside,
        RestoreMode.Merge or RestoreMode.Replace or RestoreMode.Swap when model is null => throw _refusals.Gone(table, request.Mode),
        RestoreMode.Recreate when model is not null => throw _refusals.Exists(table),
        RestoreMode.Auto => model is null ? RestoreMode.Recreate : RestoreMode.Merge,
        var mode => mode,
    };

    private void CheckFilter(ManifestTable table, RestoreMode mode)
    {
        if (table.Filter is not null && (mode is RestoreMode.Replace or RestoreMode.Swap or RestoreMode.Recreate || (mode == RestoreMode.Merge && request.ExtraRows == ExtraRows.Remove)))
            throw _refusals.Filtered(table, mode);
    }

    private void CheckColumns(RestorePlan plan)
    {
        var (table, model) = (plan.Table, plan.Live!);
        foreach (var name in request.Columns.Where(name => !table.DataColumns.Any(column => column.Name == name)))
            throw _refusals.ColumnNotInBackup(table, name);
        var wanted = request.Columns.Count > 0 ? request.Columns : table.DataColumns.Select(column => column.Name);
        var missing = wanted.Where(name => !model.Columns.Any(other => other.Name == name)).ToList();
        if (missing.Count > 0)
            throw _refusals.ColumnsMissing(table, missing);
        foreach (var name in request.Columns.Where(name => model.Columns.Any(other => other.Name == name && (!other.IsLoaded || other.Identity == IdentityKind.Always))))
            throw _refusals.ColumnNotSettable(table, name);
        if (live.ObjectsOf(model).FirstOrDefault(item => item.Kind == SchemaObjectKind.Rule && !IsDisabled(item)) is { } rule)
            throw _refusals.Rule(table, rule.Name);
    }

    private static void NoteColumns(RestorePlan plan)
    {
        foreach (var column in plan.Live!.Columns.Where(column => !column.IsLoaded && plan.Table.DataColumns.Any(other => other.Name == column.Name)))
            plan.Detail.Add($"The column {column.Name} is computed now: its values in the backup are not used.");
        foreach (var column in plan.Live.Columns.Where(column => column.IsLoaded && !plan.Table.Columns.Any(other => other.Name == column.Name)))
            plan.Detail.Add(plan.Mode == RestoreMode.Replace
                ? $"The column {column.Name} is newer than the backup: it gets its default in every row."
                : $"The column {column.Name} is newer than the backup and is left as it is.");
    }

    private static bool IsDisabled(SchemaObject rule) => rule.Statements.Any(statement => statement.Contains(" DISABLE RULE ", StringComparison.Ordinal));
}

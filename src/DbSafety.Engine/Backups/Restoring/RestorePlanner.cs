using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Decides what to do with each table, and refuses what cannot be done before anything is begun.</summary>
internal sealed class RestorePlanner(BackupSet set, RestoreRequest request, DatabaseSchema live)
{
    public RestorePlan Plan(ManifestTable table)
    {
        var model = live.FindTable(table.Schema, table.Name);
        if (table.Kind == "foreign" && request.Mode != RestoreMode.Recreate && (model is not null || request.Mode == RestoreMode.Aside))
            throw Refused("RestoreForeignTable", $"{table.QualifiedName} is a foreign table: its rows are not in the backup.", "Name the other tables with --table.");
        var mode = request.Mode switch
        {
            RestoreMode.Aside => RestoreMode.Aside,
            RestoreMode.Merge when model is null => throw new DbSafetyException("RestoreTableGone", ErrorKind.NotFound, $"There is no live table {table.QualifiedName} to merge into.")
            {
                State = "Nothing was changed.",
                NextStep = $"dbsafety restore {set.Id} --table {table.QualifiedName} --mode Recreate",
            },
            RestoreMode.Recreate when model is not null => throw new DbSafetyException("RestoreTableExists", ErrorKind.AlreadyExists, $"The table {table.QualifiedName} exists; it is never dropped by a restore.")
            {
                State = "Nothing was changed.",
                NextStep = $"Merge into it with --mode Merge, or rename it first: ALTER TABLE {table.QualifiedName} RENAME TO …",
            },
            _ => model is null ? RestoreMode.Recreate : RestoreMode.Merge,
        };
        if (mode == RestoreMode.Recreate && !set.Manifest.HasStructure)
            throw Refused("BackupHasNoStructure", $"{table.QualifiedName} is gone, and backup {set.Id} holds data only.", "Make the table first, or use another backup set: dbsafety backups");
        if (mode != RestoreMode.Recreate && !set.Manifest.HasData)
            throw Refused("BackupHasNoData", $"Backup {set.Id} holds the structure only: there are no rows to restore into {table.QualifiedName}.", "Use another backup set: dbsafety backups");
        return new RestorePlan(table, mode, model);
    }

    /// <summary>Refuses a merge that the live table's structure does not allow.</summary>
    public void CheckMerge(RestorePlan plan, IReadOnlyList<KeyColumn> key)
    {
        var (table, model) = (plan.Table, plan.Live!);
        var missing = table.DataColumns.Where(column => !model.Columns.Any(other => other.Name == column.Name)).Select(column => column.Name).ToList();
        if (missing.Count > 0)
            throw Refused("RestoreColumnsMissing", $"The live table {table.QualifiedName} has lost columns that the backup holds: {string.Join(", ", missing)}.",
                $"Roll back the migration that dropped them first, or load the table aside to take what is needed: dbsafety restore {set.Id} --table {table.QualifiedName} --mode Aside");
        if (live.ObjectsOf(model).FirstOrDefault(item => item.Kind == SchemaObjectKind.Rule && !IsDisabled(item)) is { } rule)
            throw Refused("RestoreRuleExists", $"The rule {rule.Name} on {table.QualifiedName} would rewrite the statements of a merge.",
                $"Disable it for the restore: ALTER TABLE {table.QualifiedName} DISABLE RULE …, or load the table aside with --mode Aside.");

        foreach (var column in model.Columns.Where(column => !column.IsLoaded && table.DataColumns.Any(other => other.Name == column.Name)))
            plan.Detail.Add($"The column {column.Name} is computed now: its values in the backup are not used.");
        foreach (var column in model.Columns.Where(column => column.IsLoaded && !table.Columns.Any(other => other.Name == column.Name)))
            plan.Detail.Add($"The column {column.Name} is newer than the backup and is left as it is.");
        if (key.Count > 0 && key.All(column => table.DataColumns.Any(other => other.Name == column.Name)))
            return;
        if (request.ExtraRows == ExtraRows.Remove && model.IncomingForeignKeys.Count == 0)
            plan.Detail.Add("There is no key to tell rows by: all rows are deleted and those of the backup inserted, in one transaction.");
        else
            throw Refused("RestoreNeedsKey", $"{table.QualifiedName} has no primary key and no unique key without nulls that the backup holds too, so that rows cannot be told apart.",
                model.IncomingForeignKeys.Count == 0
                    ? "Replace all of its rows with --extra-rows Remove, or load the table aside with --mode Aside."
                    : "Other tables reference it, so that its rows cannot be replaced either: load the table aside with --mode Aside.");
    }

    private static bool IsDisabled(SchemaObject rule) => rule.Statements.Any(statement => statement.Contains(" DISABLE RULE ", StringComparison.Ordinal));

    private static DbSafetyException Refused(string id, string message, string nextStep) =>
        new(id, ErrorKind.Refused, message) { State = "Nothing was changed.", NextStep = nextStep };
}

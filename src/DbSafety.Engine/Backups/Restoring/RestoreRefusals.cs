using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>What a restore refuses before it begins, each with the command that serves instead.</summary>
internal sealed class RestoreRefusals(BackupSet set)
{
    private const string OtherSet = "Use another backup set: dbsafety backups";

    public DbSafetyException Foreign(ManifestTable table) =>
        Refused("RestoreForeignTable", $"{table.QualifiedName} is a foreign table: its rows are not in the backup.", "Name the other tables with --table.");

    public DbSafetyException NoStructure(ManifestTable table, bool isGone) => Refused("BackupHasNoStructure",
        isGone ? $"{table.QualifiedName} is gone, and backup {set.Id} holds data only." : $"Backup {set.Id} holds data only: {table.QualifiedName} cannot be made of it.",
        isGone ? $"Make the table first, or use another backup set: dbsafety backups" : $"Bring the rows back instead: {Command(table, RestoreMode.Merge)}; or use another backup set: dbsafety backups");

    public DbSafetyException NoData(ManifestTable table) =>
        Refused("BackupHasNoData", $"Backup {set.Id} holds the structure only: there are no rows to restore into {table.QualifiedName}.", OtherSet);

    public DbSafetyException NoStatements(ManifestTable table) => Refused("BackupTooOld",
        $"Backup {set.Id} was made by an older version, whose manifest does not hold the statements of {table.QualifiedName} one by one.",
        $"Bring the rows back instead: {Command(table, RestoreMode.Merge)}");

    public DbSafetyException Filtered(ManifestTable table, RestoreMode mode) => Refused("BackupIsFiltered",
        $"Backup {set.Id} holds only the rows of {table.QualifiedName} WHERE {table.Filter}: {(mode == RestoreMode.Merge ? "the other rows are not extra ones" : "the table would lose the others")}.",
        mode == RestoreMode.Recreate
            ? $"Look at the rows with: {Command(table, RestoreMode.Aside)}; or use another backup set: dbsafety backups"
            : $"Merge the rows that it holds: {Command(table, RestoreMode.Merge)}");

    public DbSafetyException ColumnsNeedMerge() => new("RestoreColumnsNeedMerge", ErrorKind.InvalidArgument,
        "Named columns are brought back into rows that are there: that goes with a merge that keeps extra rows, and with nothing else.")
    {
        State = "Nothing was changed.",
        NextStep = "Give --column with --mode Merge, and without --extra-rows Remove.",
    };

    public DbSafetyException Gone(ManifestTable table, RestoreMode mode) => new("RestoreTableGone", ErrorKind.NotFound,
        $"There is no live table {table.QualifiedName} to {(mode == RestoreMode.Merge ? "merge into" : mode == RestoreMode.Swap ? "swap" : "replace the rows of")}.")
    {
        State = "Nothing was changed.",
        NextStep = Command(table, RestoreMode.Recreate),
    };

    public DbSafetyException Exists(ManifestTable table) => new("RestoreTableExists", ErrorKind.AlreadyExists, $"The table {table.QualifiedName} exists; it is never dropped by a restore.")
    {
        State = "Nothing was changed.",
        NextStep = $"Merge into it: {Command(table, RestoreMode.Merge)}; or put the backup's table in its place: {Command(table, RestoreMode.Swap)}",
    };

    public DbSafetyException ColumnNotInBackup(ManifestTable table, string column) => new("ColumnNotInBackup", ErrorKind.NotFound,
        $"Backup {set.Id} holds no values of a column {column} of {table.QualifiedName}.")
    {
        State = "Nothing was changed.",
        NextStep = $"It holds {string.Join(", ", table.DataColumns.Select(item => item.Name))}.",
    };

    public DbSafetyException ColumnNotSettable(ManifestTable table, string column) => Refused("RestoreColumnNotSettable",
        $"The server computes the column {column} of {table.QualifiedName}: it cannot be set.", "Leave it out of --column.");

    public DbSafetyException ColumnsMissing(ManifestTable table, IReadOnlyList<string> columns) => Refused("RestoreColumnsMissing",
        $"The live table {table.QualifiedName} has lost columns that the backup holds: {string.Join(", ", columns)}.",
        $"Roll back the migration that dropped them, then: {Command(table, RestoreMode.Merge)} --column {string.Join(',', columns)}; "
        + $"or put the backup's table in its place: {Command(table, RestoreMode.Swap)}; or look at the rows: {Command(table, RestoreMode.Aside)}");

    public DbSafetyException Rule(ManifestTable table, string rule) => Refused("RestoreRuleExists",
        $"The rule {rule} on {table.QualifiedName} would rewrite the statements of the restore.",
        $"Disable it for the restore: ALTER TABLE {table.QualifiedName} DISABLE RULE …, or load the table aside: {Command(table, RestoreMode.Aside)}");

    public DbSafetyException NeedsKey(ManifestTable table, bool isReferenced) => Refused("RestoreNeedsKey",
        $"{table.QualifiedName} has no primary key and no unique key without nulls that the backup holds too, so that rows cannot be told apart.",
        isReferenced
            ? $"Other tables reference it, so that its rows cannot be replaced either. Put the backup's table in its place: {Command(table, RestoreMode.Swap)}"
            : $"Replace all of its rows: {Command(table, RestoreMode.Replace)}");

    public DbSafetyException Referenced(ManifestTable table, IReadOnlyList<ForeignKeyModel> keys) => new("RestoreTableReferenced", ErrorKind.Refused,
        $"Other tables reference {table.QualifiedName}, so that its rows cannot all be taken away: {string.Join(", ", keys.Select(key => $"{key.Table.QualifiedName} ({key.Name})"))}.")
    {
        State = "Nothing was changed.",
        NextStep = $"Merge by key: {Command(table, RestoreMode.Merge)}; or put the backup's table in its place: {Command(table, RestoreMode.Swap)}; or name the referencing tables too, so that all are replaced together.",
        Detail = [.. keys.Select(key => $"{key.Table.QualifiedName}: {key.Name} {key.Definition}")],
    };

    /// <summary>A refusal of this table with the reason, and with a merge as the way instead.</summary>
    public DbSafetyException NoSwap(ManifestTable table, string reason) =>
        Refused("RestoreSwapNotPossible", $"{table.QualifiedName} cannot be swapped: {reason}.", $"Merge by key: {Command(table, RestoreMode.Merge)}");

    private string Command(ManifestTable table, RestoreMode mode) =>
        $"dbsafety restore {set.Id} --table {(table.QualifiedName.Contains('"', StringComparison.Ordinal) || table.QualifiedName.Contains(' ', StringComparison.Ordinal) ? $"'{table.QualifiedName}'" : table.QualifiedName)} --mode {mode}";

    private static DbSafetyException Refused(string id, string message, string nextStep) =>
        new(id, ErrorKind.Refused, message) { State = "Nothing was changed.", NextStep = nextStep };
}

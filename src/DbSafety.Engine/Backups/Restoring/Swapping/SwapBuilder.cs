using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>
/// Makes the backup's table beside the live one, whole: rows, then keys, indexes, triggers, policies, foreign keys. Nothing of that
/// needs a lock on the live table, so that the swap has only names to change.
/// </summary>
internal sealed class SwapBuilder(NpgsqlConnection connection, SideSchema side, SwapNames names, RestoreRetry retry)
{
    public async Task BuildAsync(RestorePlan plan, Action<int> arrived, CancellationToken cancellationToken)
    {
        var table = plan.Table;
        foreach (var item in table.Structure.Where(item => !item.AfterData))
            foreach (var statement in item.Statements)
                await side.MakeAsync(names.Rewrite(statement), table, cancellationToken);
        plan.SideTable = names.Side(table.TableName);
        await side.FillAsync(plan, arrived, cancellationToken);
        foreach (var item in table.Structure.Where(item => item.AfterData))
            await CompleteAsync(plan, item, cancellationToken);
        foreach (var sequence in table.Sequences.Where(sequence => sequence.Column is not null))
        {
            var made = names.Side(new TableName(sequence.Schema, sequence.Name));
            await SqlText.RunStatementAsync(connection, $"SELECT pg_catalog.setval({Identifier.Literal(made)}, {sequence.LastValue}, {(sequence.IsCalled ? "true" : "false")})", cancellationToken);
        }

        await SqlText.RunStatementAsync(connection, $"ANALYZE {plan.SideTable}", cancellationToken);
    }

    /// <summary>Live rows of other tables that point to rows which the backup does not hold: they would be left without.</summary>
    public async Task CheckReferencesAsync(RestorePlan plan, IReadOnlySet<TableName> swapped, CancellationToken cancellationToken)
    {
        var conflicts = new List<string>();
        foreach (var key in plan.Live!.IncomingForeignKeys.Where(key => key.IsValidated && !swapped.Contains(new TableName(key.Table.Schema, key.Table.Name))))
        {
            var match = await ForeignKeyMatch.WriteAsync(connection, key, "b", "c", cancellationToken);
            var notNull = string.Join(" AND ", key.Columns.Select(column => $"c.{Identifier.Quote(column)} IS NOT NULL"));
            var count = await SqlText.ScalarAsync<long>(connection,
                $"SELECT count(*) FROM {key.Table.QualifiedName} c WHERE {notNull} AND NOT EXISTS (SELECT FROM {plan.SideTable} b WHERE {match})", cancellationToken);
            if (count > 0)
                conflicts.Add($"{count} rows of {key.Table.QualifiedName} point by {key.Name} to rows that the backup does not hold.");
        }

        if (conflicts.Count > 0)
            throw Conflict(plan.Table, conflicts, null);
    }

    private async Task CompleteAsync(RestorePlan plan, ManifestStatements item, CancellationToken cancellationToken)
    {
        if (item.Kind == nameof(SchemaObjectKind.ForeignKey))
            await ReferenceAsync(plan, item, cancellationToken);
        else
            foreach (var statement in item.Statements)
                await side.MakeAsync(names.Rewrite(statement), plan.Table, cancellationToken);
    }

    // Without its check a foreign key locks the referenced table for a moment only; the check itself lets writers go on. Before
    // version 18 a partitioned table knows no such key.
    private async Task ReferenceAsync(RestorePlan plan, ManifestStatements item, CancellationToken cancellationToken)
    {
        var add = names.Rewrite(item.Statements[0]);
        var isChecked = !add.EndsWith(" NOT VALID", StringComparison.Ordinal) && !add.EndsWith(" NOT ENFORCED", StringComparison.Ordinal);
        var apart = isChecked && plan.Table.Kind != "partitioned";
        try
        {
            await retry.RunAsync(async () => await SqlText.RunStatementAsync(connection, add + (apart ? " NOT VALID" : ""), cancellationToken), cancellationToken);
            if (apart)
                await retry.RunAsync(async () => await SqlText.RunStatementAsync(connection,
                    $"ALTER TABLE {names.Side(ManifestRelations.NameAtEnd(item.Key))} VALIDATE CONSTRAINT {Identifier.Quote(ManifestRelations.ConstraintName(item.Key))}", cancellationToken), cancellationToken);
            foreach (var statement in item.Statements.Skip(1))
                await side.MakeAsync(names.Rewrite(statement), plan.Table, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // The comparison of the structure tells which one, and that it was not checked.
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw Conflict(plan.Table, [$"{plan.Table.QualifiedName}, {ManifestRelations.ConstraintName(item.Key)}: {error.Detail ?? error.MessageText}"], error);
        }
    }

    private static DbSafetyException Conflict(ManifestTable table, IReadOnlyList<string> conflicts, Exception? cause) =>
        new("RestoreForeignKeyConflict", ErrorKind.Refused, $"The rows of the backup of {table.QualifiedName} do not fit the tables around: {string.Join(" ", conflicts)}", cause)
        {
            State = "No live table was changed; the side schema is dropped.",
            NextStep = "Swap those tables too (name them with --table), or merge by key with --mode Merge, which keeps the rows that others point to.",
            SqlState = (cause as PostgresException)?.SqlState,
            Detail = conflicts,
        };
}

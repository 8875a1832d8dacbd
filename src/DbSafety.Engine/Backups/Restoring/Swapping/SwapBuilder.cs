using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
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
        foreach (var statement in Sequences(table, names))
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        await SqlText.RunStatementAsync(connection, $"ANALYZE {plan.SideTable}", cancellationToken);
    }

    /// <summary>Live rows of other tables that point to rows which the backup does not hold: they would be left without.</summary>
    public async Task CheckReferencesAsync(RestorePlan plan, IReadOnlySet<TableName> swapped, CancellationToken cancellationToken)
    {
        var conflicts = new List<string>();
        foreach (var (key, query) in await ReferencesAsync(connection, plan, swapped, cancellationToken))
        {
            var count = await SqlText.ScalarAsync<long>(connection, query, cancellationToken);
            if (count > 0)
                conflicts.Add($"{count} rows of {key.Table.QualifiedName} point by {key.Name} to rows that the backup does not hold.");
        }

        if (conflicts.Count > 0)
            throw Conflict(plan.Table, conflicts, null);
    }

    /// <summary>The foreign keys of other tables, each with the query that counts the rows that would point to nothing.</summary>
    public static async Task<IReadOnlyList<(ForeignKeyModel Key, string Query)>> ReferencesAsync(
        NpgsqlConnection connection, RestorePlan plan, IReadOnlySet<TableName> swapped, CancellationToken cancellationToken)
    {
        var queries = new List<(ForeignKeyModel, string)>();
        foreach (var key in plan.Live!.IncomingForeignKeys.Where(key => key.IsValidated && !swapped.Contains(new TableName(key.Table.Schema, key.Table.Name))))
        {
            var match = await ForeignKeyMatch.WriteAsync(connection, key, "b", "c", cancellationToken);
            var notNull = string.Join(" AND ", key.Columns.Select(column => $"c.{Identifier.Quote(column)} IS NOT NULL"));
            queries.Add((key, $"SELECT count(*) FROM {key.Table.QualifiedName} c WHERE {notNull} AND NOT EXISTS (SELECT FROM {plan.SideTable} b WHERE {match})"));
        }

        return queries;
    }

    /// <summary>Whether a foreign key's rows are checked apart from its making: without its check it locks the referenced table for a moment only. Before version 18 a partitioned table knows no such key.</summary>
    public static bool IsApart(ManifestTable table, string add) =>
        !add.EndsWith(" NOT VALID", StringComparison.Ordinal) && !add.EndsWith(" NOT ENFORCED", StringComparison.Ordinal) && table.Kind != "partitioned";

    /// <summary>The statement that checks the rows of a foreign key of the table made beside the live one.</summary>
    public static string Checking(ManifestStatements item, SwapNames names) =>
        $"ALTER TABLE {names.Side(ManifestRelations.NameAtEnd(item.Key))} VALIDATE CONSTRAINT {Identifier.Quote(ManifestRelations.ConstraintName(item.Key))}";

    /// <summary>The statements that bring its sequences to where they were.</summary>
    public static IEnumerable<string> Sequences(ManifestTable table, SwapNames names) => table.Sequences.Where(sequence => sequence.Column is not null).Select(sequence =>
        SequenceValues.Set(names.Side(new TableName(sequence.Schema, sequence.Name)), sequence));

    private async Task CompleteAsync(RestorePlan plan, ManifestStatements item, CancellationToken cancellationToken)
    {
        if (item.Kind == nameof(SchemaObjectKind.ForeignKey))
            await ReferenceAsync(plan, item, cancellationToken);
        else
            foreach (var statement in item.Statements)
                await side.MakeAsync(names.Rewrite(statement), plan.Table, cancellationToken);
    }

    private async Task ReferenceAsync(RestorePlan plan, ManifestStatements item, CancellationToken cancellationToken)
    {
        var add = names.Rewrite(item.Statements[0]);
        var apart = IsApart(plan.Table, add);
        try
        {
            await retry.RunAsync(async () => await SqlText.RunStatementAsync(connection, add + (apart ? " NOT VALID" : ""), cancellationToken), cancellationToken);
            if (apart)
                await retry.RunAsync(async () => await SqlText.RunStatementAsync(connection, Checking(item, names), cancellationToken), cancellationToken);
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

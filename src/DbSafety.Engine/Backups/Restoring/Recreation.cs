using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Makes tables again that are gone, with their files' own SQL, inside the one transaction.</summary>
internal sealed class Recreation(NpgsqlConnection connection, BackupSet set, IReadOnlyList<RestorePlan> plans, StagedTables? staged, ScopeRestore? scope)
{
    public async Task LoadAsync(Action<string, int> arrived, CancellationToken cancellationToken)
    {
        using var warnings = new ServerWarnings(connection);
        foreach (var plan in plans)
        {
            // Where the file of a table before it had to make it, it is filled there: what names it must not lose it again.
            if (staged?.Holds(plan) == true && await StandIn.FindAsync(connection, plan.Table, isOursAlone: false, cancellationToken) is null)
                await staged.TakeAsync(plan, connection, cancellationToken);
            else
                await LoadAsync(plan, arrived, cancellationToken);
            plan.Detail.AddRange(warnings.Take().Select(text => $"The server warned: {text}"));
            plan.Verified = true;
            plan.Counts = new MergeCounts(plan.Table.Rows, 0, 0);
        }
    }

    private async Task LoadAsync(RestorePlan plan, Action<string, int> arrived, CancellationToken cancellationToken)
    {
        await new InPlaceLoader(connection, set).LoadAsync(plan.Table, bytes => arrived(plan.Table.QualifiedName, bytes), cancellationToken);
        if (set.Manifest.HasData && plan.Table.Kind != "foreign")
            await CompareAsync(plan, cancellationToken);
    }

    /// <summary>Makes what depended on the tables and fell with them, and compares the structure.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
            return;
        var schema = await SchemaReader.ReadAsync(connection, cancellationToken);
        await CopySession.ApplyAsync(connection, null, cancellationToken);
        if (staged is not null)
            await staged.KeepAsync(connection, cancellationToken);
        foreach (var plan in plans)
        {
            var structure = StructureComparison.Of(plan.Table, schema);
            plan.Verified &= structure.Equal;
            plan.Detail.AddRange(structure.Differences.Select(text => $"Structure: {text}"));
            plan.Detail.AddRange(structure.NotChecked);
        }

        var present = schema.Objects.Select(item => item.Identity).ToHashSet();
        foreach (var plan in plans)
            await GuardOwnAsync(plan, schema, cancellationToken);
        foreach (var plan in plans)
            foreach (var dependent in plan.Table.Dependents.Where(dependent => TableDependents.IsMadeAgain(dependent, scope is not null) && present.Add(dependent.Key)))
                await MakeAsync(plan, dependent, cancellationToken);
    }

    private async Task MakeAsync(RestorePlan plan, Manifests.ManifestDependent dependent, CancellationToken cancellationToken)
    {
        await SqlText.RunStatementAsync(connection, "SAVEPOINT dependent", cancellationToken);
        try
        {
            foreach (var statement in dependent.Statements)
                await SqlText.RunStatementAsync(connection, statement, cancellationToken);
            plan.Detail.Add($"Made again: {dependent.Key}.");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation && dependent is { Kind: nameof(SchemaObjectKind.ForeignKey), Table: not null } && dependent.Statements.Count > 0)
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK TO SAVEPOINT dependent", cancellationToken);
            await GuardAsync(plan, dependent.Key, dependent.Table!, dependent.Name, dependent.Statements[0], error.MessageText, cancellationToken);
        }
        catch (PostgresException error) when (ServerSaid.No(error))
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK TO SAVEPOINT dependent", cancellationToken);
            plan.Detail.Add($"Could not be made again: {dependent.Key}: {error.MessageText}.");
        }
    }

    // The file leaves out a foreign key that its rows break, with a warning.
    private async Task GuardOwnAsync(RestorePlan plan, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var present = schema.Objects.Select(item => item.Identity).ToHashSet();
        var tables = schema.Tables.Select(table => table.QualifiedName).ToHashSet();
        foreach (var key in plan.Table.Structure.Where(item => item.Kind == nameof(SchemaObjectKind.ForeignKey) && !item.IsPart && !present.Contains(item.Key)))
        {
            if (plan.Table.Objects.FirstOrDefault(item => item.Key == key.Key)?.References is not { } referenced || !tables.Contains(referenced))
                continue;
            await SqlText.RunStatementAsync(connection, "SAVEPOINT dependent", cancellationToken);
            await GuardAsync(plan, key.Key, ManifestRelations.NameAtEnd(key.Key).ToString(), ManifestRelations.ConstraintName(key.Key), key.Statements[0], $"its rows do not fit {referenced}", cancellationToken);
        }
    }

    // Rows came in while the key was gone, or went that the backup's rows need. It guards new ones at least, and what breaks it is told.
    private async Task GuardAsync(RestorePlan plan, string key, string table, string name, string statement, string violation, CancellationToken cancellationToken)
    {
        plan.Verified = false;
        try
        {
            await SqlText.RunStatementAsync(connection, statement + " NOT VALID", cancellationToken);
            plan.Detail.Add($"Could not be made again as it was: {key}: {violation}. It holds for new rows. When those of {table} are mended: "
                + $"ALTER TABLE {table} VALIDATE CONSTRAINT {Sql.Identifier.Quote(name)}");
        }
        catch (PostgresException error) when (ServerSaid.No(error))
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK TO SAVEPOINT dependent", cancellationToken);
            plan.Detail.Add($"Could not be made again: {key}: {violation}.");
        }
    }

    private async Task CompareAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var table = plan.Table;
        var copy = CopyStatements.Out(table.QualifiedName, [.. table.DataColumns.Select(column => column.Name)], table.Kind == "partitioned");
        var (digest, rows) = await CopyOut.DigestAsync(connection, copy, _ => { }, cancellationToken);
        if (rows == table.Rows && digest == table.ContentDigest)
            return;
        throw new DbSafetyException("RestoreNotVerified", ErrorKind.BackupInvalid,
            $"{table.QualifiedName} was made again and is not what was backed up: {rows} rows with {digest}, not {table.Rows} with {table.ContentDigest}.")
        {
            State = "The transaction was rolled back: the database is as it was.",
            NextStep = "Use another backup set: dbsafety backups lists them.",
        };
    }
}

using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>
/// Large tables that are gone are made again in side schemas, over several sessions at once, and read back and compared there. The one
/// transaction of the restore then only gives them their place. Until then nobody sees them; after a kill the next restore drops them.
/// </summary>
internal sealed class StagedTables : IAsyncDisposable
{
    private readonly SideSchema _side;
    private readonly bool _isOwnSide;
    private readonly SwapNames _names;
    private readonly IReadOnlyList<StagedTable> _tables;

    private StagedTables(SideSchema side, bool isOwnSide, SwapNames names, IReadOnlyList<StagedTable> tables)
    {
        _side = side;
        _isOwnSide = isOwnSide;
        _names = names;
        _tables = tables;
    }

    /// <summary>Whether the table is there already, beside its place.</summary>
    public bool Holds(RestorePlan plan) => _tables.Any(table => table.Plan == plan);

    /// <summary>Makes the tables for which it is worth it; null where there is none, or where they can only be made in their place.</summary>
    /// <param name="side">The side schema of the restore; null where it has none yet.</param>
    public static async Task<StagedTables?> MakeAsync(
        Sessions sessions, NpgsqlConnection connection, SideSchema? side, BackupSet set, RestoreRequest request, DatabaseSchema schema,
        IEnumerable<RestorePlan> plans, IOperationHost host, CancellationToken cancellationToken)
    {
        var tables = await ChooseAsync(set, request, plans, cancellationToken);
        if (tables.Count == 0)
            return null;
        var made = side;
        try
        {
            made ??= await SideSchema.CreateAsync(sessions, connection, set, host, cancellationToken);
            foreach (var name in tables.SelectMany(table => ManifestRelations.All(table.Table)).Select(name => name.Schema).Distinct())
                await made.AddAsync(name, cancellationToken);
            var staged = new StagedTables(made, side is null, new SwapNames(tables.Select(table => table.Table), made.Of), tables);
            if (await staged.MakeStructureAsync(connection, schema, host, cancellationToken))
            {
                await staged.FillAsync(sessions, set, request, host, cancellationToken);
                return staged;
            }
        }
        catch (DbSafetyException error) when (error.Id == "SideSchemaNotAllowed")
        {
            host.Verbose($"{error.Message} The tables are loaded over one session.");
            return null;
        }
        catch
        {
            await LeaveAsync(side, made);
            throw;
        }

        await LeaveAsync(side, made);
        return null;
    }

    /// <summary>Gives a table its place, and makes what its file has beside it, inside the restore's transaction.</summary>
    public async Task TakeAsync(RestorePlan plan, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var table in ManifestRelations.Tables(plan.Table))
            await SqlText.RunStatementAsync(connection, $"ALTER TABLE {_names.Side(table)} SET SCHEMA {Identifier.Quote(table.Schema)}", cancellationToken);
        foreach (var statistics in ManifestRelations.Statistics(plan.Table))
            await SqlText.RunStatementAsync(connection, $"ALTER STATISTICS {_names.Side(statistics)} SET SCHEMA {Identifier.Quote(statistics.Schema)}", cancellationToken);
        var staged = _tables.First(table => table.Plan == plan);
        if (staged.KeepsAutovacuumAway)
            await SqlText.RunStatementAsync(connection, $"ALTER TABLE {plan.Table.QualifiedName} RESET (autovacuum_enabled)", cancellationToken);
        await staged.CompleteAsync(connection, cancellationToken);
    }

    /// <summary>What was made for the tables stays with them, once the restore's transaction commits.</summary>
    public Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => SideRemoval.ForgetAsync(connection, _side.Name, cancellationToken);

    public ValueTask DisposeAsync() => _isOwnSide ? _side.DisposeAsync() : ValueTask.CompletedTask;

    private static ValueTask LeaveAsync(SideSchema? given, SideSchema? made) => given is null && made is not null ? made.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task<IReadOnlyList<StagedTable>> ChooseAsync(
        BackupSet set, RestoreRequest request, IEnumerable<RestorePlan> plans, CancellationToken cancellationToken)
    {
        var tables = new List<StagedTable>();
        if (request.Jobs < 2 || !set.Manifest.HasData || !set.Manifest.HasStructure)
            return tables;
        foreach (var plan in plans.Where(plan => plan.Mode == RestoreMode.Recreate && plan.Table.Rows > 0 && plan.Table.File.UncompressedBytes >= request.SmallestStaged))
            if (await StagedTable.OpenAsync(set, plan, cancellationToken) is { } table)
                tables.Add(table);
        return [.. tables.OrderByDescending(table => table.Table.File.UncompressedBytes)];
    }

    // In one transaction with a record of what was made outside the side schemas: a kill leaves all of it or nothing.
    private async Task<bool> MakeStructureAsync(NpgsqlConnection connection, DatabaseSchema before, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            foreach (var table in _tables)
                await table.MakeNeededAsync(connection, cancellationToken);
            if (await SqlText.ScalarAsync<bool>(connection, "SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL", cancellationToken)
                && !await RecordAsync(connection, before, cancellationToken))
                return false;
            foreach (var statement in _tables.SelectMany(table => table.Table.Structure).Where(item => !item.AfterData).SelectMany(item => item.Statements))
                await SqlText.RunStatementAsync(connection, _names.Rewrite(statement), cancellationToken);
            foreach (var table in _tables.Where(table => table.KeepsAutovacuumAway))
                await SqlText.RunStatementAsync(connection, $"ALTER TABLE {_names.Side(table.Table.TableName)} SET (autovacuum_enabled = off)", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException error) when (ServerSaid.No(error))
        {
            host.Verbose($"The tables can only be made in their place, over one session: {error.MessageText}.");
            return false;
        }
    }

    private async Task<bool> RecordAsync(NpgsqlConnection connection, DatabaseSchema before, CancellationToken cancellationToken)
    {
        var present = before.Objects.Select(item => item.Identity).ToHashSet();
        var made = (await SchemaReader.ReadAsync(connection, cancellationToken)).Objects.Where(item => item.PartOf is null && !present.Contains(item.Identity)).ToList();
        await CopySession.ApplyAsync(connection, null, cancellationToken);
        // Other tables and views have a place and an order of their own in the restore.
        if (made.Any(item => item.Kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.View or SchemaObjectKind.MaterializedView))
            return false;
        await SideRemoval.RecordAsync(connection, _side.Name, made.AsEnumerable().Reverse().Select(item => "DROP " + item.Identity), cancellationToken);
        return true;
    }

    private async Task FillAsync(Sessions sessions, BackupSet set, RestoreRequest request, IOperationHost host, CancellationToken cancellationToken)
    {
        var connections = new List<NpgsqlConnection>();
        try
        {
            while (connections.Count < request.Jobs)
                connections.Add(await OpenAsync(sessions, cancellationToken));
            var progress = new BackupProgress(host, "Loading", _tables.Sum(table => table.Table.File.UncompressedBytes), isEstimate: false);
            void Arrived(StagedTable table, int bytes) => progress.Add(table.Table.QualifiedName, bytes);
            var queue = new BuildQueue();
            async Task BuildAsync(StagedTable table, NpgsqlConnection connection, CancellationToken token)
            {
                host.Verbose($"The rows are in of {table.Table.QualifiedName}; its indexes are built and they are compared.");
                await new TableBuild(table, _names).AddToAsync(queue, connection, token);
            }

            // Two sessions that load one table mostly wait for each other; where there are more of them than tables, they still gain.
            if (connections.Count > Math.Max(2, _tables.Count))
            {
                foreach (var table in _tables)
                {
                    await LoadAsync(table, set, connections, "", bytes => Arrived(table, bytes), cancellationToken);
                    await BuildAsync(table, connections[0], cancellationToken);
                }
            }
            else
            {
                queue.Add(BuildStep.Load, [.. _tables.Select(table => (BuildQueue.Work)(async (connection, token) =>
                {
                    await LoadAloneAsync(table, set, connection, bytes => Arrived(table, bytes), token);
                    await BuildAsync(table, connection, token);
                }))]);
            }

            await queue.RunAsync(connections, cancellationToken);
            progress.End(set.Id);
            await ReferenceAsync(connections[0], cancellationToken);
        }
        finally
        {
            foreach (var connection in connections)
                await connection.DisposeAsync();
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(Sessions sessions, CancellationToken cancellationToken)
    {
        var connection = await sessions.OpenAsync("restore", cancellationToken);
        try
        {
            await CopySession.ApplyAsync(connection, null, cancellationToken);
            await SqlText.RunStatementAsync(connection, """
                SELECT pg_catalog.set_config('maintenance_work_mem', '256MB', false)
                WHERE pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')) < pg_catalog.pg_size_bytes('256MB')
                """, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // What one transaction empties and fills needs no log where wal_level is minimal, and its rows come with all marks that their first reader
    // would else have to set, page by page.
    private async Task LoadAloneAsync(StagedTable staged, BackupSet set, NpgsqlConnection connection, Action<int> arrived, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (staged.IsPlain)
            await SqlText.RunStatementAsync(connection, $"TRUNCATE {_names.Side(staged.Table.TableName)}", cancellationToken);
        await LoadAsync(staged, set, [connection], staged.IsPlain ? " WITH (FREEZE)" : "", arrived, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task LoadAsync(
        StagedTable staged, BackupSet set, IReadOnlyList<NpgsqlConnection> connections, string options, Action<int> arrived, CancellationToken cancellationToken)
    {
        var table = staged.Table;
        await using var file = await BackupFileReader.OpenAsync(set, table.File, cancellationToken);
        await TableRows.SkipToDataAsync(file, cancellationToken);
        var copy = CopyStatements.In(_names.Side(table.TableName), [.. table.DataColumns.Select(column => column.Name)]) + options;
        await new RowDealer(connections, copy).RunAsync(
            async (deal, token) => await TableRows.PassAsync(file, set.Manifest, table, rows =>
            {
                arrived(rows.Length);
                return deal(rows);
            }, token),
            cancellationToken);
        while (file.NextSection() is { } section)
        {
            var sql = await file.ReadSqlAsync(cancellationToken);
            if (section == BackupFileForm.AfterData)
                staged.TakeAfter(sql);
        }

        await FileCheck.RequireReadAsync(file, table.File, cancellationToken);
    }

    // Foreign keys among the tables; the others, and those that rows break, are left to the transaction.
    private async Task ReferenceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = _tables.Select(table => table.Table.QualifiedName).ToHashSet();
        foreach (var table in _tables.Select(staged => staged.Table))
        {
            var near = table.Objects.Where(item => item.References is { } referenced && names.Contains(referenced)).Select(item => item.Key).ToHashSet();
            foreach (var item in table.Structure.Where(item => item is { Kind: nameof(SchemaObjectKind.ForeignKey), IsPart: false } && near.Contains(item.Key)))
            {
                try
                {
                    foreach (var statement in item.Statements)
                        await SqlText.RunStatementAsync(connection, _names.Rewrite(statement), cancellationToken);
                }
                catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    // The transaction finds the same, tells it and puts a key in its place that guards new rows.
                }
            }
        }
    }
}

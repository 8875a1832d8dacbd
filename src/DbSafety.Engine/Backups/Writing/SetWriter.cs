using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Writes the files of a set, several tables at once over the sessions of one snapshot.</summary>
internal sealed class SetWriter
{
    private readonly SnapshotSessions _snapshot;
    private readonly SetFiles _files;
    private readonly BackupRequest _request;
    private readonly DatabaseSchema _schema;
    private readonly ManifestServer _server;
    private readonly IReadOnlyDictionary<(string Schema, string Name), ManifestSequence> _sequences;
    private readonly IReadOnlyList<TableModel> _tables;
    private readonly IReadOnlyDictionary<uint, TableRanges> _ranges;
    private readonly HashSet<TableName> _names;
    private readonly BackupProgress _progress;
    private readonly GzipBlockPool _pool = new();
    private readonly ConcurrentBag<ManifestTable> _written = [];
    private readonly ConcurrentQueue<TableModel> _open;
    private readonly ConcurrentQueue<TableModel> _onlyMain = new();
    private ExceptionDispatchInfo? _failure;

    private SetWriter(
        SnapshotSessions snapshot, SetFiles files, BackupRequest request, DatabaseSchema schema, ServerFacts facts,
        IReadOnlyDictionary<(string Schema, string Name), ManifestSequence> sequences, IReadOnlyDictionary<uint, TablePages> pages,
        IReadOnlyList<TableModel> tables, IOperationHost host)
    {
        _snapshot = snapshot;
        _files = files;
        _request = request;
        _schema = schema;
        _server = new ManifestServer(facts.Version, facts.VersionNumber, facts.SystemIdentifier, facts.Database, facts.Encoding);
        _sequences = sequences;
        _tables = tables;
        _names = [.. tables.Select(table => new TableName(table.Schema, table.Name))];
        long BytesOf(TableModel table) => pages.TryGetValue(table.Oid, out var real) ? real.Bytes : table.Bytes;
        _progress = new BackupProgress(host, "Backing up", tables.Sum(BytesOf), isEstimate: true);
        // The largest first: a large one begun last would be waited for alone.
        var ordered = tables.OrderByDescending(BytesOf).ToList();
        _open = new ConcurrentQueue<TableModel>(ordered);
        // Older servers would read the whole table for every range; a filter may have a better way than page by page.
        _ranges = request.Jobs > 1 && request.Where is null && facts.VersionNumber >= 140000
            ? ordered.Where(table => pages.GetValueOrDefault(table.Oid)?.PagesInRange is not null)
                .ToDictionary(table => table.Oid, table => new TableRanges(table, pages[table.Oid].Pages, pages[table.Oid].PagesInRange!.Value, request.Jobs))
            : new Dictionary<uint, TableRanges>();
    }

    public static async Task<SetWriter> PrepareAsync(
        SnapshotSessions snapshot, IReadOnlyList<TableCandidate> candidates, SetFiles files, BackupRequest request, IOperationHost host, CancellationToken cancellationToken)
    {
        host.Verbose($"Reading the schema in snapshot {snapshot.Snapshot}.");
        var schema = await SchemaReader.ReadAsync(snapshot.Main, cancellationToken);
        var facts = await ServerFacts.ReadAsync(snapshot.Main, cancellationToken);
        var tables = candidates.Select(candidate => schema.FindTable(candidate.Name.Schema, candidate.Name.Name) ?? throw Vanished(candidate.Name)).ToList();
        ForeignPartitions.Refuse(schema, tables);
        if (request.Where is { } condition)
            foreach (var table in tables.Where(table => table.Kind != TableKind.Foreign))
                await RowFilter.CheckAsync(snapshot.Main, table.QualifiedName, table.Kind == TableKind.Partitioned, condition, cancellationToken);
        var names = request.SchemaOnly ? [] : tables.SelectMany(table => new TableScript(schema, table, new HashSet<TableName>()).Sequences).Select(item => (item.Schema, item.Name));
        var sequences = await SequenceValues.ReadAsync(snapshot.Main, names, cancellationToken);
        var pages = request.SchemaOnly ? new Dictionary<uint, TablePages>() : await TablePages.ReadAsync(snapshot.Main, tables, cancellationToken);
        return new SetWriter(snapshot, files, request, schema, facts, sequences, pages, tables, host);
    }

    public async Task<BackupManifest> WriteAsync(CancellationToken cancellationToken)
    {
        await WriteTablesAsync(cancellationToken);
        IReadOnlyList<string> missing = _request.IsWholeDatabase && !_request.SchemaOnly ? await LargeObjects.WarnAsync(_snapshot.Main, cancellationToken) : [];
        var schemaFile = (_request.IsWholeDatabase || _request.Schemas.Count > 0) && !_request.DataOnly ? await WriteSchemaFileAsync(cancellationToken) : null;
        var tables = TableOrder.ReferencedFirst([.. _written]);
        _progress.End($"{tables.Count} tables");
        return new BackupManifest
        {
            // A version that knows nothing of filters would take the rows for all rows: it has to refuse.
            Format = _request.Where is null ? 1 : BackupManifest.CurrentFormat,
            Id = _files.Id,
            Created = default,
            ToolVersion = typeof(SetWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Server = _server,
            Snapshot = _snapshot.Snapshot,
            Target = _request.Target,
            Scope = _request.IsWholeDatabase ? "database" : _request.Schemas.Count > 0 ? "schemas" : "tables",
            DataFormat = _request.DataFormat.ToString(),
            HasStructure = !_request.DataOnly,
            HasData = !_request.SchemaOnly,
            Tables = tables,
            SchemaFile = schemaFile,
            Objects = schemaFile is null ? null : ScopeObjects.Of(_schema, _request.IsWholeDatabase ? null : _request.Schemas, tables),
            Warnings = [.. _schema.Warnings, .. missing, .. tables.SelectMany(table => table.Warnings)],
        };
    }

    private async Task WriteTablesAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connections = new List<NpgsqlConnection> { _snapshot.Main };
        while (connections.Count < (_ranges.Count > 0 ? _request.Jobs : Math.Min(_request.Jobs, _tables.Count)))
            connections.Add(await _snapshot.OpenOtherAsync(cancellationToken));
        await Task.WhenAll(connections.Select(connection => RunAsync(connection, stop)));
        cancellationToken.ThrowIfCancellationRequested();
        // What the other jobs threw follows from the first failure, which stopped them.
        _failure?.Throw();
        while (_onlyMain.TryDequeue(out var table))
            await WriteTableAsync(_snapshot.Main, table, null, cancellationToken);
    }

    private async Task RunAsync(NpgsqlConnection connection, CancellationTokenSource stop)
    {
        try
        {
            var isLocked = connection == _snapshot.Main || await SnapshotSessions.TryLockAsync(connection, _tables, stop.Token);
            async Task<bool> MayReadAsync(TableModel table) => isLocked || await SnapshotSessions.TryLockAsync(connection, [table], stop.Token);
            while (_open.TryDequeue(out var table))
            {
                var ranges = _ranges.GetValueOrDefault(table.Oid);
                if (await MayReadAsync(table))
                {
                    await WriteTableAsync(connection, table, ranges, stop.Token);
                    continue;
                }

                ranges?.Withhold();
                _onlyMain.Enqueue(table);
            }

            // No table is left to begin: those that are under way are read together.
            foreach (var ranges in _ranges.Values)
                if (await MayReadAsync(ranges.Table))
                    await ranges.ReadAsync(connection, stop.Token);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            await stop.CancelAsync();
        }
    }

    private async Task WriteTableAsync(NpgsqlConnection connection, TableModel table, TableRanges? ranges, CancellationToken cancellationToken)
    {
        var script = new TableScript(_schema, table, _names);
        var written = await new TableFileWriter(_files, _request, _server, _sequences, _pool, _progress).WriteAsync(connection, script, ranges, cancellationToken);
        _written.Add(written with { Dependents = TableDependents.Of(_schema, script) });
    }

    private async Task<ManifestFile> WriteSchemaFileAsync(CancellationToken cancellationToken)
    {
        await using var file = new BackupFileWriter(_files, BackupFileNames.Schema(_files.Id), _request.CompressionLevel, _pool);
        await file.BeginAsync(FileHeader.Of(_files.Id, _server, "the structure of the whole scope", _request with { SchemaOnly = true }), cancellationToken);
        await file.SectionAsync(BackupFileForm.BeforeData, SchemaFileScript.Write(_schema, _request), cancellationToken);
        if (!_request.SchemaOnly)
        {
            var values = await SequenceValues.ReadAsync(_snapshot.Main, SchemaFileScript.Sequences(_schema, _request), cancellationToken);
            await file.SectionAsync(BackupFileForm.AfterData, SequenceValues.Write(values.Values), cancellationToken);
        }

        return await file.EndAsync(cancellationToken);
    }

    private static DbSafetyException Vanished(TableName table) =>
        new("TableNotFound", ErrorKind.NotFound, $"The table {table} was dropped or renamed while the backup began.")
        {
            State = "Nothing was written.",
            NextStep = "Run the backup again.",
        };
}

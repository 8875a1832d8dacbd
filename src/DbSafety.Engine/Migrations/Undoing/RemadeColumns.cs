using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Stores;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>
/// Tells which columns and tables a rollback made anew: they have their names again and not their values, which only a backup can give
/// back. One that was renamed there and back is the same one still, and is not told.
/// </summary>
internal sealed class RemadeColumns
{
    private readonly IReadOnlyList<BackupSet> _sets;
    private readonly IReadOnlyDictionary<TableName, LiveTable> _before;

    private RemadeColumns(IReadOnlyList<BackupSet> sets, IReadOnlyDictionary<TableName, LiveTable> before)
    {
        _sets = sets;
        _before = before;
    }

    /// <summary>Looks at the tables of the backups before the rollback scripts run.</summary>
    /// <param name="backups">The ids of the sets, that of the last applied migration first.</param>
    public static async Task<RemadeColumns> BeforeAsync(
        NpgsqlConnection connection, ProjectFolder project, IEnumerable<string> backups, IOperationHost host, CancellationToken cancellationToken)
    {
        var sets = new List<BackupSet>();
        foreach (var id in backups)
        {
            try
            {
                sets.Add(await new BackupStore(FileStores.Open(project.BackupsPath, host)).FindAsync(id, host, cancellationToken));
            }
            catch (DbSafetyException error) when (error.Kind is ErrorKind.NotFound or ErrorKind.BackupInvalid)
            {
                host.Verbose($"Backup {id} was not looked at: {error.Message}");
            }
        }

        return new RemadeColumns(sets, await ReadAsync(connection, sets, cancellationToken));
    }

    /// <summary>What was made anew, with the command that gives its values back.</summary>
    public async Task<IReadOnlyList<RemadeData>> AfterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var after = await ReadAsync(connection, _sets, cancellationToken);
        var told = new HashSet<(TableName, string?)>();
        var lines = new List<RemadeData>();
        foreach (var set in _sets)
            foreach (var table in set.Manifest.Tables.Where(table => table is { Filter: null, Rows: > 0 } && after.ContainsKey(table.TableName)))
                if (Line(set, table, after[table.TableName], told) is { } line)
                    lines.Add(line);
        return lines;
    }

    private RemadeData? Line(BackupSet set, ManifestTable table, LiveTable after, HashSet<(TableName, string?)> told)
    {
        var command = $"dbsafety restore {set.Id} --table {(table.QualifiedName.Contains('"', StringComparison.Ordinal) ? $"'{table.QualifiedName}'" : table.QualifiedName)}";
        var before = _before.GetValueOrDefault(table.TableName);
        if (before is null || before.Oid != after.Oid)
        {
            return told.Add((table.TableName, null))
                ? new RemadeData(set, table.QualifiedName, table.TableName, [], $"{table.QualifiedName} was made anew; its {table.Rows:N0} rows: {command}")
                : null;
        }

        var columns = table.DataColumns.Select(column => column.Name)
            .Where(name => after.Columns.TryGetValue(name, out var number) && number > before.LastNumber && told.Add((table.TableName, name))).ToList();
        return columns.Count == 0 ? null
            : new RemadeData(set, table.QualifiedName, table.TableName, columns,
                $"{string.Join(", ", columns)} of {table.QualifiedName} {(columns.Count == 1 ? "was" : "were")} made anew; the values: {command} --mode Merge --column {string.Join(',', columns.Select(Quoted))}");
    }

    private static string Quoted(string column) => column.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? column : $"'{column}'";

    private static async Task<IReadOnlyDictionary<TableName, LiveTable>> ReadAsync(NpgsqlConnection connection, IEnumerable<BackupSet> sets, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT n.nspname::text, c.relname::text, c.oid, a.attname::text, a.attnum, a.attisdropped
            FROM unnest($1, $2) AS wanted(schema, name)
            JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'p')
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            """;
        var names = sets.SelectMany(set => set.Manifest.Tables).Select(table => table.TableName).Distinct().ToList();
        var tables = new Dictionary<TableName, LiveTable>();
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = names.Select(name => name.Schema).ToArray() }, new() { Value = names.Select(name => name.Name).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = new TableName(reader.GetString(0), reader.GetString(1));
            if (!tables.TryGetValue(name, out var table))
                tables[name] = table = new LiveTable(reader.GetFieldValue<uint>(2));
            var number = reader.GetInt16(4);
            table.LastNumber = Math.Max(table.LastNumber, number);
            if (!reader.GetBoolean(5))
                table.Columns[reader.GetString(3)] = number;
        }

        return tables;
    }

    // Numbers of columns are never given out twice: one that is higher than all were is new.
    private sealed class LiveTable(uint oid)
    {
        public uint Oid { get; } = oid;

        public short LastNumber { get; set; }

        public Dictionary<string, short> Columns { get; } = [];
    }
}

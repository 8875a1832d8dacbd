using System.Globalization;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>Says what a backup would hold, and how much that is, without a lock and without a file.</summary>
public static class BackupPreview
{
    /// <summary>One line for each table, the largest first, and one for all of them.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">What a backup would be refused for.</exception>
    public static async Task<IReadOnlyList<string>> DescribeAsync(Sessions sessions, BackupRequest request, CancellationToken cancellationToken)
    {
        BackupRequests.Check(request);
        try
        {
            await using var connection = await sessions.OpenAsync("backup", cancellationToken);
            var tables = TableSelection.Choose(request, await TableCandidates.ReadAsync(connection, cancellationToken));
            await CopySession.ApplyAsync(connection, request.LockTimeout, cancellationToken);
            if (request.Where is { } condition)
                await CheckFilterAsync(connection, tables, condition, cancellationToken);
            return await LinesAsync(connection, tables, request, cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw PostgresErrors.Map(error, $"looking at the tables of {sessions.Description}", "Nothing was changed.");
        }
    }

    private static async Task CheckFilterAsync(NpgsqlConnection connection, IEnumerable<TableCandidate> tables, string condition, CancellationToken cancellationToken)
    {
        await SqlText.RunStatementAsync(connection, "SET default_transaction_read_only = on", cancellationToken);
        foreach (var table in tables.Where(table => table.Kind != 'f'))
            await RowFilter.CheckAsync(connection, table.Name.ToString(), table.Kind == 'p', condition, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(
        NpgsqlConnection connection, IReadOnlyList<TableCandidate> tables, BackupRequest request, CancellationToken cancellationToken)
    {
        // Of a partitioned table the partitions count: it has nothing of its own. The figures are those of the last VACUUM or ANALYZE.
        const string Sql = """
            SELECT wanted.position,
                   coalesce(sum(greatest(leaf.reltuples, 0)), 0)::bigint,
                   coalesce(sum((leaf.relpages + coalesce(toast.relpages, 0))::bigint * pg_catalog.current_setting('block_size')::bigint), 0)::bigint
            FROM unnest($1) WITH ORDINALITY AS wanted(name, position)
            LEFT JOIN LATERAL (
              SELECT wanted.name::pg_catalog.regclass AS relid
              UNION SELECT relid FROM pg_catalog.pg_partition_tree(wanted.name::pg_catalog.regclass)) tree ON true
            LEFT JOIN pg_catalog.pg_class leaf ON leaf.oid = tree.relid AND leaf.relkind = 'r'
            LEFT JOIN pg_catalog.pg_class toast ON toast.oid = leaf.reltoastrelid
            GROUP BY wanted.position
            """;
        var sizes = new Dictionary<int, (long Rows, long Bytes)>();
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = tables.Select(table => table.Name.ToString()).ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sizes[(int)reader.GetInt64(0) - 1] = (reader.GetInt64(1), reader.GetInt64(2));
        var content = request.SchemaOnly ? "structure only, of about" : request.Where is null ? "about" : "some of about";
        return
        [
            .. tables.Select((table, index) => (table.Name, Size: sizes[index])).OrderByDescending(item => item.Size.Bytes)
                .Select(item => $"{item.Name}: {content} {Count(item.Size.Rows)} rows, {Size(item.Size.Bytes)} in the database"),
            .. tables.Count > 1 ? [$"{tables.Count} tables, {Size(sizes.Values.Sum(size => size.Bytes))} in the database, as of the last VACUUM or ANALYZE"] : Array.Empty<string>(),
        ];
    }

    private static string Count(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++)
            value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}

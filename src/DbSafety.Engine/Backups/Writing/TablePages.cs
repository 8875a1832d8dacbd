using DbSafety.Engine.Schema.Model;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>How large tables really are, and how their pages can be shared out.</summary>
/// <param name="Pages">Pages of the table itself.</param>
/// <param name="Bytes">Bytes with its long values, without indexes.</param>
/// <param name="IsHeap">Its rows have places in pages that can be asked for.</param>
internal sealed record TablePages(long Pages, long Bytes, bool IsHeap)
{
    // A range's rows are some milliseconds of work for the server, and wait in memory until those before them are written.
    private const long RangeBytes = 4 << 20;
    private const long SmallestDivided = 2 * RangeBytes;

    /// <summary>Pages of one range; null where the table is read whole.</summary>
    public long? PagesInRange => IsHeap && Bytes >= SmallestDivided && Pages > 1 ? Math.Max(1, (long)(Pages * ((double)RangeBytes / Bytes))) : null;

    /// <summary>Reads them in one query, for tables that have pages of their own.</summary>
    public static async Task<IReadOnlyDictionary<uint, TablePages>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<TableModel> tables, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT c.oid,
                   pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint,
                   pg_catalog.pg_table_size(c.oid),
                   a.amname = 'heap'
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
            WHERE c.oid = ANY ($1) AND c.relkind = 'r'
            """;
        var pages = new Dictionary<uint, TablePages>();
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            pages[reader.GetFieldValue<uint>(0)] = new TablePages(reader.GetInt64(1), reader.GetInt64(2), !reader.IsDBNull(3) && reader.GetBoolean(3));
        return pages;
    }
}

using Npgsql;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>The columns of touched tables between up and rollback, by table OID and column number.</summary>
internal sealed class MiddleColumns
{
    private const string Sql = """
        SELECT a.attrelid, a.attnum, c.relname::text, n.nspname::text, pg_catalog.format_type(a.atttypid, a.atttypmod)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND c.oid = ANY ($1)
        """;

    private readonly Dictionary<(uint, short), string> _types = [];
    private readonly Dictionary<uint, (string Schema, string Name)> _tables = [];

    /// <summary>The type of a column; null where it was gone.</summary>
    public string? TypeOf(uint table, short column) => _types.GetValueOrDefault((table, column));

    /// <summary>True where the table was there under some name.</summary>
    public bool Has(uint table) => _tables.ContainsKey(table);

    /// <summary>The tables of this name.</summary>
    public IEnumerable<uint> Named(string? schema, string name) =>
        _tables.Where(pair => pair.Value.Name == name && (schema is null || pair.Value.Schema == schema)).Select(pair => pair.Key);

    public static async Task<MiddleColumns> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<uint> tables, CancellationToken cancellationToken)
    {
        var found = new MiddleColumns();
        if (tables.Count == 0)
            return found;
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = tables.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found._types[(reader.GetFieldValue<uint>(0), reader.GetInt16(1))] = reader.GetString(4);
            found._tables[reader.GetFieldValue<uint>(0)] = (reader.GetString(3), reader.GetString(2));
        }

        return found;
    }
}

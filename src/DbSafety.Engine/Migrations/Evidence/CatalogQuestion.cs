using DbSafety.Engine.Sql;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>Asks the catalog about a relation that a script names, found as the script's own search path would find it.</summary>
internal sealed class CatalogQuestion(NpgsqlConnection session)
{
    /// <summary>The relation's oid; null where there is none.</summary>
    public async Task<uint?> FindAsync(string? schema, string name, IReadOnlyList<string>? searchPath, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pg_catalog.to_regclass(wanted.name)::oid
            FROM pg_catalog.unnest($1) WITH ORDINALITY AS wanted (name, place)
            WHERE pg_catalog.to_regclass(wanted.name) IS NOT NULL
            ORDER BY wanted.place
            LIMIT 1
            """;
        var candidates = schema is not null || searchPath is null ? [schema] : searchPath.Select(path => (string?)path);
        return (await RowsAsync<uint?>(Sql, reader => reader.GetFieldValue<uint>(0), cancellationToken,
            Texts(candidates.Select(path => Identifier.Quote(path, name))))).FirstOrDefault();
    }

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, session);
        command.Parameters.AddRange(parameters);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    public async Task<bool> IsAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        (await RowsAsync(sql, reader => reader.GetBoolean(0), cancellationToken, parameters)).FirstOrDefault();

    public static NpgsqlParameter Oid(uint oid) => new() { Value = oid, NpgsqlDbType = NpgsqlDbType.Oid };

    public static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Texts(IEnumerable<string> texts) => new() { Value = texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}

using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Cli.Demo;

/// <summary>
/// What is in a database at a moment: the schema's fingerprint, and for each table a digest of its rows that PostgreSQL computes,
/// so that the demo's claims do not rest on the code that they are about.
/// </summary>
internal sealed record DatabaseDigest(string Schema, IReadOnlyDictionary<string, string> Tables)
{
    private const string TablesQuery = """
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('farm', 'audit')
        ORDER BY 1
        """;

    public static async Task<DatabaseDigest> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var names = new List<string>();
        await using (var command = new NpgsqlCommand(TablesQuery, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        var tables = new Dictionary<string, string>();
        foreach (var name in names)
            tables[name] = await TableAsync(connection, name, cancellationToken);
        return new DatabaseDigest((await SchemaReader.ReadAsync(connection, cancellationToken)).Fingerprint, tables);
    }

    /// <summary>Tables that hold something else than in another moment.</summary>
    public IReadOnlyList<string> Differences(DatabaseDigest other) =>
        [.. Tables.Keys.Union(other.Tables.Keys).Where(table => Tables.GetValueOrDefault(table) != other.Tables.GetValueOrDefault(table))];

    // The number of rows, and the sum of 60 bits of each row's MD5: the order of the rows does not matter.
    private static async Task<string> TableAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT count(*) || ' ' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0) FROM ONLY {name} AS t", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

using Npgsql;

namespace DbSafety.Engine.Schema;

/// <summary>Reads the schema of a database from its catalogs, in a number of queries that does not grow with it.</summary>
public static class SchemaReader
{
    /// <summary>
    /// Reads everything, inside the connection's open transaction where there is one. The session's <c>search_path</c> is the same
    /// afterwards as before. Nothing is locked for longer than the server's own functions do it.
    /// </summary>
    public static Task<DatabaseSchema> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(connection, SchemaReadOptions.Default, cancellationToken);

    /// <inheritdoc cref="ReadAsync(NpgsqlConnection, CancellationToken)"/>
    public static Task<DatabaseSchema> ReadAsync(NpgsqlConnection connection, SchemaReadOptions options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Which database that is, whatever its name and the way to it are.</summary>
/// <param name="System">The cluster's system_identifier, which initdb gave it; null where the role may not read it. A physical copy has the same.</param>
/// <param name="Oid">The database's oid in its cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="ServerVersion">server_version_num.</param>
public sealed record DatabaseIdentity(string? System, long Oid, string Name, int ServerVersion)
{
    public static async Task<DatabaseIdentity> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT d.oid::bigint, d.datname::text, pg_catalog.current_setting('server_version_num')::integer,
                   pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
            FROM pg_catalog.pg_database d
            WHERE d.datname = pg_catalog.current_database()
            """;
        DatabaseIdentity found;
        bool maySeeSystem;
        await using (var command = new NpgsqlCommand(Sql, session))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            found = new DatabaseIdentity(null, reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2));
            maySeeSystem = reader.GetBoolean(3);
        }

        if (!maySeeSystem)
            return found;
        await using var system = new NpgsqlCommand("SELECT s.system_identifier::text FROM pg_catalog.pg_control_system() s", session);
        return found with { System = (string?)await system.ExecuteScalarAsync(cancellationToken) };
    }
}

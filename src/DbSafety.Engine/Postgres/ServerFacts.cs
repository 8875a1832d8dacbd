using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>What is known of a server and of the role that speaks with it.</summary>
/// <param name="VersionNumber">As <c>server_version_num</c>: 150018 for 15.18.</param>
/// <param name="Version">As <c>server_version</c>, without the packager's words.</param>
/// <param name="SystemIdentifier">Of the cluster; null where the role may not read it.</param>
/// <param name="Database">The database's name.</param>
/// <param name="DatabaseOid">The database's OID.</param>
/// <param name="Role">The current role.</param>
/// <param name="IsSuperuser">The current role is a superuser.</param>
/// <param name="CanCreateDatabase">The current role may create databases.</param>
/// <param name="InRecovery">The server is a standby: nothing can be changed on it.</param>
/// <param name="Encoding">The database's encoding.</param>
public sealed record ServerFacts(
    int VersionNumber,
    string Version,
    string? SystemIdentifier,
    string Database,
    uint DatabaseOid,
    string Role,
    bool IsSuperuser,
    bool CanCreateDatabase,
    bool InRecovery,
    string Encoding)
{
    /// <summary>The major version, such as 15.</summary>
    public int Major => VersionNumber / 10000;

    /// <summary>Asks the server.</summary>
    public static async Task<ServerFacts> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pg_catalog.current_setting('server_version_num')::int,
                   pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1),
                   pg_catalog.current_database()::text,
                   d.oid,
                   current_user::text,
                   r.rolsuper,
                   r.rolsuper OR r.rolcreatedb,
                   pg_catalog.pg_is_in_recovery(),
                   pg_catalog.pg_encoding_to_char(d.encoding)::text,
                   pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
            FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
            WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        ServerFacts facts;
        bool mayReadControl;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            facts = new ServerFacts(reader.GetInt32(0), reader.GetString(1), null, reader.GetString(2), reader.GetFieldValue<uint>(3),
                reader.GetString(4), reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.GetString(8));
            mayReadControl = reader.GetBoolean(9);
        }

        if (!mayReadControl)
            return facts;
        await using var control = new NpgsqlCommand("SELECT system_identifier::text FROM pg_catalog.pg_control_system()", connection);
        return facts with { SystemIdentifier = (string?)await control.ExecuteScalarAsync(cancellationToken) };
    }
}

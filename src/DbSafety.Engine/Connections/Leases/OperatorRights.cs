using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>What the operator's role may change of who connects.</summary>
/// <param name="Role">The role.</param>
/// <param name="IsSuperuser">It is a superuser.</param>
/// <param name="IsOwner">It owns the database, itself or as a member of the owner.</param>
internal sealed record OperatorRights(string Role, bool IsSuperuser, bool IsOwner)
{
    public static async Task<OperatorRights> ReadAsync(NpgsqlConnection session, uint database, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT r.rolname::text, r.rolsuper, pg_catalog.pg_has_role(d.datdba, 'USAGE')
            FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
            WHERE r.rolname = current_user AND d.oid = $1
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = database, NpgsqlDbType = NpgsqlDbType.Oid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OperatorRights(reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }

    /// <summary>
    /// Those of the roles whose login the operator may take away. Up to PostgreSQL 15 CREATEROLE reaches every role that is no superuser;
    /// from 16 on it needs the ADMIN option on each.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ManageableAsync(NpgsqlConnection session, IEnumerable<string> roles, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT r.rolname::text
            FROM pg_catalog.pg_roles r, pg_catalog.pg_roles me
            WHERE me.rolname = current_user AND r.rolname = ANY ($1) AND NOT r.rolreplication
              AND (me.rolsuper OR (me.rolcreaterole AND NOT r.rolsuper
                   AND (pg_catalog.current_setting('server_version_num')::int < 160000 OR pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION'))))
            ORDER BY 1
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = roles.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>Roles with a login that may connect to the database now, besides the operator's own.</summary>
    public static async Task<IReadOnlyList<string>> WhoMayConnectAsync(NpgsqlConnection session, string database, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT r.rolname::text
            FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
            WHERE d.datname = $1 AND r.rolcanlogin AND r.rolname <> current_user AND r.rolname NOT LIKE 'pg\_%'
              AND pg_catalog.has_database_privilege(r.oid, d.oid, 'CONNECT')
              AND (d.datconnlimit <> 0 OR r.rolsuper) AND (r.rolconnlimit <> 0 OR r.rolsuper)
            ORDER BY 1
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = database } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }
}

using Npgsql;

namespace DbSafety.Engine.Runbooks.Rights;

/// <summary>What a role may do on a database, as far as the commands of runbooks need it.</summary>
/// <param name="Role">The role.</param>
/// <param name="IsSuperuser">It is a superuser: nothing else matters.</param>
/// <param name="CanCreateDatabases">It has CREATEDB.</param>
/// <param name="CanCreateRoles">It has CREATEROLE.</param>
/// <param name="IsOwner">It owns the database, itself or as a member of its owner.</param>
/// <param name="CanSignal">It may end the sessions of other roles.</param>
/// <param name="CanSeeSessions">It may see what the sessions of other roles do.</param>
/// <param name="HasJournal">It may write the journal, or create its schema.</param>
/// <param name="Unreadable">A table that it may not read; null where it may read all.</param>
/// <param name="Foreign">A table of an owner that it is not a member of; null where there is none.</param>
internal sealed record RoleRights(
    string Role, bool IsSuperuser, bool CanCreateDatabases, bool CanCreateRoles, bool IsOwner, bool CanSignal, bool CanSeeSessions, bool HasJournal, string? Unreadable, string? Foreign)
{
    private const string Sql = """
        WITH tables AS (
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, c.oid, c.relowner
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbsafety') AND n.nspname NOT LIKE 'pg\_%'
        )
        SELECT r.rolname::text, r.rolsuper, r.rolcreatedb, r.rolcreaterole, pg_catalog.pg_has_role(d.datdba, 'USAGE'),
               pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'), pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'),
               coalesce((SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE') FROM pg_catalog.pg_namespace n WHERE n.nspname = 'dbsafety'), pg_catalog.has_database_privilege(d.oid, 'CREATE')),
               (SELECT min(t.name) FROM tables t WHERE NOT pg_catalog.has_table_privilege(t.oid, 'SELECT')),
               (SELECT min(t.name) FROM tables t WHERE NOT pg_catalog.pg_has_role(t.relowner, 'USAGE'))
        FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
        WHERE r.rolname = current_user AND d.datname = pg_catalog.current_database()
        """;

    public static async Task<RoleRights> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new RoleRights(reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7),
            reader.IsDBNull(8) ? null : reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetString(9));
    }
}

using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Reads who may connect, from whichever database of the server the session is on.</summary>
internal static class AccessReader
{
    private const string Databases = """
        SELECT d.oid, d.datname::text, pg_catalog.pg_get_userbyid(d.datdba)::text, d.datacl::text, d.datconnlimit,
               ARRAY(SELECT coalesce(r.rolname, '') || ' ' || s.setconfig::text
                     FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
                     WHERE s.setdatabase = d.oid ORDER BY 1)
        FROM pg_catalog.pg_database d
        WHERE d.oid = $1 OR d.datname = $2
        """;

    private const string Entries = """
        SELECT CASE WHEN e.grantee <> 0 THEN pg_catalog.pg_get_userbyid(e.grantee)::text END,
               pg_catalog.pg_get_userbyid(e.grantor)::text,
               pg_catalog.array_agg(e.privilege_type::text ORDER BY e.n),
               coalesce(pg_catalog.array_agg(e.privilege_type::text ORDER BY e.n) FILTER (WHERE e.is_grantable), '{}')
        FROM pg_catalog.pg_database d,
             ROWS FROM (pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba)))) WITH ORDINALITY AS e (grantor, grantee, privilege_type, is_grantable, n)
        WHERE d.oid = $1
        GROUP BY e.grantee, e.grantor
        ORDER BY min(e.n)
        """;

    /// <summary>The database with this OID, and the one with this name, which may be another by now.</summary>
    public static async Task<IReadOnlyList<DatabaseAccess>> FindAsync(NpgsqlConnection session, uint oid, string name, CancellationToken cancellationToken)
    {
        var found = new List<DatabaseAccess>();
        await using (var command = new NpgsqlCommand(Databases, session) { Parameters = { Oid(oid), new() { Value = name } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(new DatabaseAccess(reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3), [], reader.GetInt32(4), reader.GetFieldValue<string[]>(5)));
            }
        }

        for (var i = 0; i < found.Count; i++)
            found[i] = found[i] with { Entries = await EntriesAsync(session, found[i].Oid, cancellationToken) };
        return found;
    }

    public static async Task<DatabaseAccess> OfAsync(NpgsqlConnection session, uint oid, CancellationToken cancellationToken) =>
        (await FindAsync(session, oid, "", cancellationToken)).Single();

    /// <summary>The roles with these names, as they are now; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<RoleAccess>> RolesAsync(NpgsqlConnection session, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT r.rolname::text, r.rolcanlogin, r.rolconnlimit FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1) ORDER BY 1";
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = names.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<RoleAccess>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new RoleAccess(reader.GetString(0), reader.GetBoolean(1), reader.GetInt32(2)));
        return found;
    }

    private static async Task<IReadOnlyList<AccessEntry>> EntriesAsync(NpgsqlConnection session, uint oid, CancellationToken cancellationToken)
    {
        var entries = new List<AccessEntry>();
        await using var command = new NpgsqlCommand(Entries, session) { Parameters = { Oid(oid) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new AccessEntry(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1),
                reader.GetFieldValue<string[]>(2), reader.GetFieldValue<string[]>(3)));
        }

        return entries;
    }

    private static NpgsqlParameter Oid(uint oid) => new() { Value = oid, NpgsqlDbType = NpgsqlDbType.Oid };
}

using DbSafety.Core.Results;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Cluster;

/// <summary>
/// What a server has beside its databases, and what its own catalogs say of them: roles, memberships, settings of roles and databases,
/// tablespaces, owners and privileges of databases. Read on throw-away servers only, where nobody else changes it.
/// </summary>
internal sealed class ClusterState
{
    private readonly SortedDictionary<string, (string Kind, string Definition)> _objects = new(StringComparer.Ordinal);

    private ClusterState()
    {
    }

    /// <summary>A state in which nothing was read.</summary>
    public static ClusterState Unread { get; } = new();

    public static async Task<ClusterState> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var state = new ClusterState();
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            state._objects[reader.GetString(1)] = (reader.GetString(0), reader.GetString(2));
        return state;
    }

    /// <summary>What this state, the one before, has otherwise than the other.</summary>
    public IEnumerable<SchemaDifference> DifferencesFrom(ClusterState after)
    {
        foreach (var (name, (kind, definition)) in _objects)
        {
            if (!after._objects.TryGetValue(name, out var now))
                yield return new SchemaDifference(name, SchemaChange.Missing, DifferenceSeverity.Access, kind, null, [], definition, null);
            else if (now.Definition != definition)
                yield return new SchemaDifference(name, SchemaChange.Changed, DifferenceSeverity.Access, kind, null, [$"- {definition}", $"+ {now.Definition}"], definition, now.Definition);
        }

        foreach (var (name, (kind, definition)) in after._objects.Where(pair => !_objects.ContainsKey(pair.Key)))
            yield return new SchemaDifference(name, SchemaChange.Extra, DifferenceSeverity.Access, kind, null, [], null, definition);
    }

    // A password's hash stands for the password; databases of the rehearsal itself come and go.
    private const string Sql = """
        SELECT 'role', 'role ' || pg_catalog.quote_ident(r.rolname),
               pg_catalog.concat_ws(' ', 'super', r.rolsuper, 'inherit', r.rolinherit, 'createrole', r.rolcreaterole, 'createdb', r.rolcreatedb, 'login', r.rolcanlogin,
                                    'replication', r.rolreplication, 'bypassrls', r.rolbypassrls, 'limit', r.rolconnlimit, 'until', r.rolvaliduntil,
                                    'password', pg_catalog.md5(r.rolpassword), pg_catalog.shobj_description(r.oid, 'pg_authid'))
        FROM pg_catalog.pg_authid r WHERE r.rolname !~ '^pg_'
        UNION ALL
        SELECT 'membership', 'membership of ' || pg_catalog.quote_ident(u.rolname) || ' in ' || pg_catalog.quote_ident(g.rolname), pg_catalog.string_agg('admin ' || m.admin_option, ' ' ORDER BY m.admin_option)
        FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_authid g ON g.oid = m.roleid JOIN pg_catalog.pg_authid u ON u.oid = m.member
        WHERE u.rolname !~ '^pg_'
        GROUP BY u.rolname, g.rolname
        UNION ALL
        SELECT 'setting', pg_catalog.concat_ws(' ', 'setting', 'of role ' || pg_catalog.quote_ident(r.rolname), 'of database ' || pg_catalog.quote_ident(d.datname)), pg_catalog.array_to_string(s.setconfig, ', ')
        FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_authid r ON r.oid = s.setrole LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
        WHERE d.datname IS NULL OR d.datname !~ '^dbsafety_shadow_'
        UNION ALL
        SELECT 'tablespace', 'tablespace ' || pg_catalog.quote_ident(t.spcname),
               pg_catalog.concat_ws(' ', pg_catalog.pg_get_userbyid(t.spcowner), (SELECT pg_catalog.string_agg(a::text, ',' ORDER BY a::text) FROM pg_catalog.unnest(coalesce(t.spcacl, pg_catalog.acldefault('t', t.spcowner))) a), t.spcoptions, pg_catalog.pg_tablespace_location(t.oid), pg_catalog.shobj_description(t.oid, 'pg_tablespace'))
        FROM pg_catalog.pg_tablespace t
        UNION ALL
        SELECT 'database', 'database ' || pg_catalog.quote_ident(d.datname),
               pg_catalog.concat_ws(' ', pg_catalog.pg_get_userbyid(d.datdba), (SELECT pg_catalog.string_agg(a::text, ',' ORDER BY a::text) FROM pg_catalog.unnest(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a), 'limit', d.datconnlimit, 'template', d.datistemplate, 'connect', d.datallowconn, pg_catalog.shobj_description(d.oid, 'pg_database'))
        FROM pg_catalog.pg_database d WHERE d.datname !~ '^dbsafety_shadow_'
        """;
}

using DbSafety.Core.Errors;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Cluster;

/// <summary>
/// Sees, before a transaction commits on a server that is not a throw-away one, that it has changed what all databases of that server
/// share, whatever the words were that did it. The transaction is then taken back, and so nothing of it remains.
/// </summary>
internal static class ClusterWatch
{
    // pg_authid, pg_auth_members, pg_db_role_setting, pg_tablespace, pg_parameter_acl and pg_subscription: their locks are held to the end.
    // pg_database and the comments on shared objects: the rows tell, since only this transaction's number is on them.
    private const string Sql = """
        SELECT c.oid::regclass::text
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
        WHERE l.pid = pg_catalog.pg_backend_pid() AND l.database = 0 AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
          AND l.relation IN (1260, 1261, 2964, 1213, 6243, 6100)
        UNION ALL
        SELECT 'pg_database' FROM pg_catalog.pg_database d
        WHERE d.xmin::text = (pg_catalog.pg_current_xact_id_if_assigned()::text::numeric % 4294967296)::text
        UNION ALL
        SELECT 'pg_shdescription' FROM pg_catalog.pg_shdescription d
        WHERE d.xmin::text = (pg_catalog.pg_current_xact_id_if_assigned()::text::numeric % 4294967296)::text
        LIMIT 1
        """;

    /// <summary>Looks at the open transaction.</summary>
    /// <exception cref="DbSafetyException"><c>ShadowServerAtRisk</c>; the caller takes the transaction back.</exception>
    public static async Task PassAsync(NpgsqlConnection connection, string script, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not string catalog)
            return;
        throw new DbSafetyException("ShadowServerAtRisk", ErrorKind.Refused,
            $"{script} changes what all databases of the server share ({catalog}), by words that did not show it. On the shadow's server that would be real.")
        {
            State = "That transaction was taken back; no role, setting or database of the server was changed.",
            NextStep = "Rehearse on a throw-away server: --shadow sandbox",
            Script = script,
        };
    }
}

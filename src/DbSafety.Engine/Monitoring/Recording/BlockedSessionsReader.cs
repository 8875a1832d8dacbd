using Npgsql;

namespace DbSafety.Engine.Monitoring.Recording;

/// <summary>Finds every session of the server that waits for a lock.</summary>
internal static class BlockedSessionsReader
{
    // Only who waits is asked whom it waits for: the question takes the lock manager's own locks for a moment.
    private const string Sql = """
        WITH waiting AS MATERIALIZED (
            SELECT l.pid, pg_catalog.pg_blocking_pids(l.pid) AS blockers, {0} AS since, min(l.mode) AS mode, min(c.relname::text) AS relation, min(l.locktype) AS locktype
            FROM pg_catalog.pg_locks l
            LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
                AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            WHERE NOT l.granted
            GROUP BY l.pid
        ), known AS (
            SELECT a.pid, coalesce(nullif(a.application_name, ''), 'no application name') || coalesce(', role ' || a.usename, '') AS who, a.state
            FROM pg_catalog.pg_stat_activity a
        )
        SELECT w.pid, coalesce(k.who, 'unknown'), w.mode || coalesce(' on ' || w.relation, ' on a ' || w.locktype),
               coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - w.since), 0)::float8,
               ARRAY(SELECT 'process ' || b.pid || coalesce(' (' || o.who || coalesce(', ' || o.state, '') || ')', '')
                     FROM (SELECT DISTINCT unnest(w.blockers) AS pid) b LEFT JOIN known o ON o.pid = b.pid ORDER BY b.pid)
        FROM waiting w LEFT JOIN known k ON k.pid = w.pid
        ORDER BY 4 DESC, w.pid
        LIMIT 20
        """;

    public static async Task<IReadOnlyList<BlockedSession>> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // waitstart came with PostgreSQL 14.
        await using var command = new NpgsqlCommand(Sql.Replace("{0}", session.PostgreSqlVersion.Major >= 14 ? "min(l.waitstart)" : "NULL::timestamptz", StringComparison.Ordinal), session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<BlockedSession>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new BlockedSession(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetDouble(3), reader.GetFieldValue<string[]>(4)));
        return found;
    }
}

using Npgsql;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>Finds who waits behind a server process, chains included.</summary>
internal sealed class WaitingSessionsReader(NpgsqlConnection session, TimeProvider time, bool showQueries)
{
    // Only who waits is asked whom it waits for: the question takes the lock manager's own locks for a moment.
    // waitstart came with PostgreSQL 14.
    private const string Sql = """
        WITH RECURSIVE waiting AS MATERIALIZED (
            SELECT l.pid, pg_catalog.pg_blocking_pids(l.pid) AS blockers, {0} AS since, min(l.mode) AS mode, min(c.relname::text) AS relation, min(l.locktype) AS locktype
            FROM pg_catalog.pg_locks l
            LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
                AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            WHERE NOT l.granted
            GROUP BY l.pid
        ), behind (pid) AS (
            SELECT $1
            UNION
            SELECT w.pid FROM waiting w JOIN behind b ON b.pid = ANY (w.blockers)
        )
        SELECT w.pid, coalesce(a.application_name, ''), coalesce(a.usename::text, ''),
               extract(epoch FROM pg_catalog.clock_timestamp() - w.since)::double precision,
               w.mode || coalesce(' on ' || w.relation, ' on a ' || w.locktype),
               CASE WHEN $2 THEN left(pg_catalog.regexp_replace(a.query, '\s+', ' ', 'g'), 200) END
        FROM behind b
        JOIN waiting w ON w.pid = b.pid
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = w.pid
        WHERE w.pid <> $1 AND coalesce(a.backend_type, 'client backend') = 'client backend'
        """;

    private readonly string _sql = Sql.Replace("{0}", session.PostgreSqlVersion.Major >= 14 ? "min(l.waitstart)" : "NULL::timestamptz", StringComparison.Ordinal);
    private Dictionary<int, long> _firstSeen = [];

    /// <summary>Those who wait now, the longest first.</summary>
    public async Task<IReadOnlyList<WaitingSession>> ReadAsync(int backendPid, CancellationToken cancellationToken)
    {
        var found = new List<WaitingSession>();
        var seen = new Dictionary<int, long>();
        await using var command = new NpgsqlCommand(_sql, session) { Parameters = { new() { Value = backendPid }, new() { Value = showQueries } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var pid = reader.GetInt32(0);
            var first = seen[pid] = _firstSeen.GetValueOrDefault(pid, time.GetTimestamp());
            // The server sets its own figure a moment after the wait begins.
            var waited = reader.IsDBNull(3) ? time.GetElapsedTime(first) : TimeSpan.FromSeconds(reader.GetDouble(3));
            found.Add(new WaitingSession(pid, reader.GetString(1), reader.GetString(2), waited, reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
        }

        _firstSeen = seen;
        return [.. found.OrderByDescending(waiting => waiting.Waited)];
    }
}

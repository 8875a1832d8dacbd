namespace DbSafety.Engine.Monitoring.Health;

/// <summary>The queries for figures. Each is cheap: catalogs and statistics only, no table is read.</summary>
internal static class FigureSources
{
    private const string Monitor = "GRANT pg_monitor";

    private const string Connections = """
        SELECT 'connections_used_ratio', c.used / c.most, c.used || ' of ' || c.most
        FROM (SELECT sum(d.numbackends)::float8,
                     (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                      - coalesce(current_setting('reserved_connections', true)::int, 0))::float8
              FROM pg_catalog.pg_stat_database d) AS c (used, most)
        """;

    private const string Sessions = """
        WITH a AS (SELECT * FROM pg_catalog.pg_stat_activity a
                   WHERE (a.backend_type = 'client backend' OR a.backend_type IS NULL) AND a.usename IS NOT NULL AND a.pid <> pg_backend_pid()),
             seen AS (SELECT bool_and(a.state IS NOT NULL) IS NOT FALSE AS everything FROM a)
        SELECT 'sessions', count(*)::float8, NULL FROM a
        UNION ALL SELECT 'sessions_active', CASE WHEN s.everything THEN (SELECT count(*) FROM a WHERE a.state = 'active')::float8 END, NULL FROM seen s
        UNION ALL SELECT 'sessions_idle_in_transaction', CASE WHEN s.everything THEN (SELECT count(*) FROM a WHERE a.state LIKE 'idle in transaction%')::float8 END, NULL FROM seen s
        UNION ALL SELECT 'longest_idle_in_transaction_seconds', CASE WHEN s.everything THEN coalesce(w.seconds, 0) END, w.who
        FROM seen s LEFT JOIN LATERAL (SELECT extract(epoch FROM clock_timestamp() - a.state_change)::float8, 'process ' || a.pid || ', ' || coalesce(nullif(a.application_name, ''), a.usename)
                                       FROM a WHERE a.state LIKE 'idle in transaction%' ORDER BY a.state_change LIMIT 1) AS w (seconds, who) ON true
        UNION ALL SELECT 'oldest_transaction_seconds', CASE WHEN s.everything THEN coalesce(w.seconds, 0) END, w.who
        FROM seen s LEFT JOIN LATERAL (SELECT extract(epoch FROM clock_timestamp() - a.xact_start)::float8, 'process ' || a.pid || ', ' || coalesce(nullif(a.application_name, ''), a.usename)
                                       FROM a WHERE a.xact_start IS NOT NULL ORDER BY a.xact_start LIMIT 1) AS w (seconds, who) ON true
        UNION ALL SELECT 'oldest_snapshot_transactions', CASE WHEN s.everything THEN coalesce((SELECT max(age(a.backend_xmin)) FROM a), 0)::float8 END, NULL FROM seen s
        """;

    private const string Locks = """
        SELECT 'sessions_waiting_for_locks', count(DISTINCT l.pid)::float8, NULL
        FROM pg_catalog.pg_locks l WHERE NOT l.granted
        UNION ALL
        SELECT 'sessions_blocking', count(DISTINCT b.pid)::float8, string_agg(DISTINCT 'process ' || b.pid, ', ')
        FROM (SELECT DISTINCT l.pid FROM pg_catalog.pg_locks l WHERE NOT l.granted) w, LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
        """;

    private const string LongestWait = """
        SELECT 'longest_lock_wait_seconds', coalesce(extract(epoch FROM clock_timestamp() - min(l.waitstart)), 0)::float8, NULL
        FROM pg_catalog.pg_locks l WHERE NOT l.granted
        """;

    // Up to PostgreSQL 13 the beginning of a wait is not told; the last change of the session's state is the nearest to it.
    private const string LongestWait13 = """
        SELECT 'longest_lock_wait_seconds', coalesce(extract(epoch FROM clock_timestamp() - min(a.state_change)), 0)::float8, NULL
        FROM pg_catalog.pg_stat_activity a WHERE a.wait_event_type = 'Lock'
        """;

    private const string Waits = """
        SELECT 'waits{type="' || a.wait_event_type || '"}', count(*)::float8, string_agg(DISTINCT a.wait_event, ', ')
        FROM pg_catalog.pg_stat_activity a
        WHERE a.state = 'active' AND a.wait_event_type IS NOT NULL AND a.pid <> pg_backend_pid()
        GROUP BY a.wait_event_type
        """;

    private const string Prepared = """
        SELECT 'oldest_prepared_transaction_seconds', coalesce(max(extract(epoch FROM clock_timestamp() - p.prepared)), 0)::float8, min(p.gid)
        FROM pg_catalog.pg_prepared_xacts p
        """;

    private const string Replicas = """
        SELECT 'replicas', count(*)::float8, NULL FROM pg_catalog.pg_stat_replication
        UNION ALL
        SELECT 'replication_lag_bytes{replica="' || coalesce(nullif(r.application_name, ''), r.pid::text) || '"}',
               pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, r.replay_lsn)::float8, r.state
        FROM pg_catalog.pg_stat_replication r
        UNION ALL
        SELECT 'replication_lag_seconds{replica="' || coalesce(nullif(r.application_name, ''), r.pid::text) || '"}', coalesce(extract(epoch FROM r.replay_lag), 0)::float8, r.state
        FROM pg_catalog.pg_stat_replication r
        UNION ALL
        SELECT 'replication_lag_seconds', coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8, 'behind its primary'
        WHERE pg_is_in_recovery() AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
        UNION ALL
        SELECT 'inactive_slot_bytes{slot="' || s.slot_name || '"}', pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::float8, s.slot_type
        FROM pg_catalog.pg_replication_slots s
        WHERE NOT s.active AND s.restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()
        """;

    private const string Wraparound = """
        (SELECT 'wraparound_ratio', age(d.datfrozenxid) / 2147483648.0, 'database ' || d.datname || ', ' || age(d.datfrozenxid) || ' transactions'
         FROM pg_catalog.pg_database d ORDER BY age(d.datfrozenxid) DESC LIMIT 1)
        UNION ALL
        (SELECT 'multixact_wraparound_ratio', mxid_age(d.datminmxid) / 2147483648.0, 'database ' || d.datname
         FROM pg_catalog.pg_database d ORDER BY mxid_age(d.datminmxid) DESC LIMIT 1)
        """;

    private const string DeadRows = """
        SELECT 'dead_rows', coalesce(sum(t.n_dead_tup), 0)::float8, NULL FROM pg_catalog.pg_stat_user_tables t
        UNION ALL
        (SELECT 'worst_dead_row_ratio', t.n_dead_tup::float8 / (t.n_live_tup + t.n_dead_tup), t.schemaname || '.' || t.relname || ', ' || t.n_dead_tup || ' dead rows'
         FROM pg_catalog.pg_stat_user_tables t WHERE t.n_dead_tup > 10000 ORDER BY 2 DESC LIMIT 1)
        """;

    // An estimate from the planner's statistics: pages that a freshly written table would need, against those that it has.
    private const string Bloat = """
        (SELECT 'worst_bloat_ratio', greatest(0, 1 - w.needed / c.relpages), c.oid::regclass || ', about ' || pg_size_pretty(((c.relpages - w.needed) * 8192)::bigint) || ' of ' || pg_size_pretty(c.relpages * 8192::bigint) || ', estimated'
         FROM pg_catalog.pg_class c
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN LATERAL (SELECT ceil(c.reltuples * (28 + sum(s.avg_width * (1 - s.null_frac))) / 8100.0) AS needed, count(*) AS columns
                       FROM pg_catalog.pg_stats s WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited) w ON w.columns > 0
         WHERE c.relkind = 'r' AND c.relpages > 1000 AND c.reltuples >= 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         ORDER BY c.relpages - w.needed DESC LIMIT 1)
        """;

    private const string Checkpoints = """
        SELECT 'requested_checkpoint_ratio', c.num_requested::float8 / (c.num_timed + c.num_requested), c.num_requested || ' of ' || (c.num_timed + c.num_requested)
        FROM pg_catalog.pg_stat_checkpointer c WHERE c.num_timed + c.num_requested >= 20
        """;

    private const string Checkpoints16 = """
        SELECT 'requested_checkpoint_ratio', c.checkpoints_req::float8 / (c.checkpoints_timed + c.checkpoints_req), c.checkpoints_req || ' of ' || (c.checkpoints_timed + c.checkpoints_req)
        FROM pg_catalog.pg_stat_bgwriter c WHERE c.checkpoints_timed + c.checkpoints_req >= 20
        """;

    private const string Sizes = """
        SELECT 'database_bytes', pg_database_size(current_database())::float8, NULL
        UNION ALL
        SELECT 'tablespace_bytes{tablespace="' || t.spcname || '"}',
               CASE WHEN t.oid = (SELECT d.dattablespace FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                         OR has_tablespace_privilege(t.oid, 'CREATE') OR pg_has_role('pg_read_all_stats', 'USAGE') THEN pg_tablespace_size(t.oid) END::float8,
               nullif(pg_tablespace_location(t.oid), '')
        FROM pg_catalog.pg_tablespace t WHERE t.spcname <> 'pg_global'
        """;

    /// <summary>What changes from moment to moment, and costs next to nothing to ask for.</summary>
    public static IReadOnlyList<FigureSource> OfTheMoment(int major) =>
    [
        new("connections", Connections, Monitor),
        new("what sessions do", Sessions, Monitor),
        new("locks", Locks, Monitor),
        new("lock waits", major >= 14 ? LongestWait : LongestWait13, Monitor),
    ];

    public static IReadOnlyList<FigureSource> For(int major) =>
    [
        .. OfTheMoment(major),
        new("waits", Waits, Monitor),
        new("prepared transactions", Prepared, Monitor),
        new("replication", Replicas, Monitor),
        new("wraparound", Wraparound, Monitor),
        new("dead rows", DeadRows, Monitor),
        new("bloat", Bloat, "SELECT on the tables"),
        new("checkpoints", major >= 17 ? Checkpoints : Checkpoints16, Monitor),
        new("sizes", Sizes, Monitor),
    ];
}

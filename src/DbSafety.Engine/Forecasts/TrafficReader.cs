using DbSafety.Core.Hosting;
using Npgsql;

namespace DbSafety.Engine.Forecasts;

/// <summary>Watches the traffic of some tables: the difference of the server's counters over a short time.</summary>
internal static class TrafficReader
{
    // The view's figures are those of the transaction's first look, so each look is a transaction of its own.
    private const string Counters = """
        SELECT s.relid,
               coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0),
               s.n_tup_ins + s.n_tup_upd + s.n_tup_del,
               (SELECT extract(epoch FROM max(clock_timestamp() - a.xact_start))::float8
                FROM pg_catalog.pg_locks l
                JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                WHERE l.relation = s.relid AND l.granted AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                  AND a.pid <> pg_catalog.pg_backend_pid()),
               (SELECT count(*) FROM pg_catalog.pg_stat_activity a
                WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.application_name NOT LIKE 'dbsafety%')::int
        FROM pg_catalog.pg_stat_user_tables s
        WHERE s.relid = ANY ($1)
        """;

    public static async Task<TrafficSample> WatchAsync(NpgsqlConnection session, IReadOnlyCollection<uint> tables, TimeSpan time, IOperationHost host, CancellationToken cancellationToken)
    {
        if (tables.Count == 0)
            return new TrafficSample(new Dictionary<uint, TableTraffic>(), 0);
        var before = await ReadAsync(session, tables, cancellationToken);
        var began = host.Time.GetTimestamp();
        host.Progress(new ProgressReport("Watching the traffic", $"for {time.TotalSeconds:0.#} s", 0, null, ""));
        await Task.Delay(time, host.Time, cancellationToken);
        var after = await ReadAsync(session, tables, cancellationToken);
        host.Progress(new ProgressReport("Watching the traffic", "", 0, null, "", Completed: true));
        var seconds = Math.Max(0.001, host.Time.GetElapsedTime(began).TotalSeconds);
        return new TrafficSample(
            after.ToDictionary(pair => pair.Key, pair =>
            {
                var earlier = before.GetValueOrDefault(pair.Key, pair.Value);
                return new TableTraffic((pair.Value.Reads - earlier.Reads) / seconds, (pair.Value.Writes - earlier.Writes) / seconds, pair.Value.Oldest);
            }),
            after.Values.Select(value => value.Sessions).DefaultIfEmpty(0).Max());
    }

    private static async Task<Dictionary<uint, (long Reads, long Writes, TimeSpan? Oldest, int Sessions)>> ReadAsync(
        NpgsqlConnection session, IReadOnlyCollection<uint> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Counters, session)
        {
            Parameters = { new() { Value = tables.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        var counters = new Dictionary<uint, (long, long, TimeSpan?, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            counters[reader.GetFieldValue<uint>(0)] = (reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : TimeSpan.FromSeconds(reader.GetDouble(3)), reader.GetInt32(4));
        return counters;
    }
}

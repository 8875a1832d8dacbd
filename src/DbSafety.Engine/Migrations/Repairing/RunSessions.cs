using DbSafety.Core.Hosting;
using Npgsql;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>The sessions on which runs change the database, as the server has them.</summary>
internal static class RunSessions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(3);

    // What Sessions.OpenAsync names them; only one run at a time has any, since it holds the run lock.
    private static readonly string[] Names = ["dbsafety migrate", "dbsafety rollback", "dbsafety repair", "dbsafety verify", "dbsafety baseline"];

    /// <summary>Their server processes with a description; the own session is left out.</summary>
    public static async Task<IReadOnlyList<(int BackendPid, string Description)>> FindAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT a.pid, pg_catalog.format('server process %s (%s, role %s, from %s, %s since %s UTC)', a.pid, a.application_name, a.usename,
                       coalesce(pg_catalog.host(a.client_addr), 'local'), a.state, pg_catalog.to_char(a.state_change AT TIME ZONE 'UTC', 'HH24:MI:SS'))
            FROM pg_catalog.pg_stat_activity a
            WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.application_name = ANY ($1)
            ORDER BY a.pid
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = Names } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(int, string)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetInt32(0), reader.GetString(1)));
        return found;
    }

    /// <summary>What ends a session, with its description, as a statement that a person can run: one that got the same process number since is spared.</summary>
    public static async Task<IReadOnlyList<(string Statement, string Description)>> ScriptAsync(
        NpgsqlConnection session, IReadOnlyList<(int BackendPid, string Description)> sessions, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT a.pid, pg_catalog.format('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %L',
                       a.pid, pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00')
            FROM pg_catalog.pg_stat_activity a
            WHERE a.pid = ANY ($1)
            """;
        var statements = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = sessions.Select(one => one.BackendPid).ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            statements[reader.GetInt32(0)] = reader.IsDBNull(1) ? $"SELECT pg_terminate_backend({reader.GetInt32(0)})" : reader.GetString(1);
        return [.. sessions.Where(one => statements.ContainsKey(one.BackendPid)).Select(one => (statements[one.BackendPid], one.Description))];
    }

    /// <summary>Ends sessions, and waits until the server has let go of them and of their locks.</summary>
    /// <returns>Those that are still there.</returns>
    public static async Task<IReadOnlyList<int>> EndAsync(NpgsqlConnection session, IReadOnlyCollection<int> backendPids, IOperationHost host, CancellationToken cancellationToken)
    {
        if (backendPids.Count == 0)
            return [];
        await RunAsync(session, "SELECT pg_catalog.pg_terminate_backend(p.pid) FROM pg_catalog.unnest($1) AS p (pid)", backendPids, cancellationToken);
        return await WaitAsync(session, backendPids, Patience, host, cancellationToken);
    }

    /// <summary>Waits until the server has let go of sessions that nobody holds any more: it notices the end of a client a moment after it, or at its next look (two seconds).</summary>
    /// <returns>Those that are still there.</returns>
    public static Task<IReadOnlyList<int>> WaitAsync(NpgsqlConnection session, IReadOnlyCollection<int> backendPids, IOperationHost host, CancellationToken cancellationToken) =>
        WaitAsync(session, backendPids, LeavingTime, host, cancellationToken);

    private static async Task<IReadOnlyList<int>> WaitAsync(NpgsqlConnection session, IReadOnlyCollection<int> backendPids, TimeSpan patience, IOperationHost host, CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        while (true)
        {
            var left = await RunAsync(session, "SELECT a.pid FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY ($1)", backendPids, cancellationToken);
            if (left.Count == 0 || host.Time.GetElapsedTime(began) > patience)
                return left;
            await Task.Delay(TimeSpan.FromMilliseconds(50), host.Time, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<int>> RunAsync(NpgsqlConnection session, string sql, IReadOnlyCollection<int> backendPids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session) { Parameters = { new() { Value = backendPids.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetValue(0) is int backendPid)
                found.Add(backendPid);
        }

        return found;
    }
}

using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Connections;

/// <summary>Reads who is connected.</summary>
internal static class AppConnections
{
    // The kind of a session that the role may not look into is null. Sessions of this tool are told by their name and our own role: another role could call itself so to be spared.
    private const string Sql = """
        SELECT a.pid,
               a.datname::text,
               a.usename::text,
               CASE WHEN a.client_addr IS NOT NULL THEN pg_catalog.host(a.client_addr) WHEN a.client_port = -1 THEN 'local' END,
               a.application_name,
               a.state,
               a.state_change,
               pg_catalog.clock_timestamp() - a.state_change,
               a.backend_start,
               a.xact_start,
               CASE WHEN a.state = 'active' THEN a.wait_event_type || ': ' || a.wait_event END,
               CASE WHEN a.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(a.pid) ELSE '{}' END,
               a.query
        FROM pg_catalog.pg_stat_activity a
        WHERE (a.backend_type = 'client backend' OR a.backend_type IS NULL)
          AND a.datname IS NOT NULL
          AND a.pid NOT IN (SELECT r.pid FROM pg_catalog.pg_stat_replication r)
          AND a.pid <> pg_catalog.pg_backend_pid()
          AND NOT (a.application_name LIKE 'dbsafety %' AND a.usename = session_user)
        ORDER BY a.datname, a.usename, a.backend_start, a.pid
        """;

    /// <summary>All sessions of applications on the server; those of this tool and of the server itself are none.</summary>
    public static async Task<IReadOnlyList<AppConnection>> ReadAsync(NpgsqlConnection session, string? target, bool redact, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<AppConnection>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(Read(reader, target, redact));
        return found;
    }

    /// <summary>Says whose state and query the role may not see.</summary>
    public static void TellWhatIsHidden(IReadOnlyList<AppConnection> connections, NpgsqlConnection session, IOperationHost host)
    {
        var hidden = connections.Count(connection => connection.State is null);
        if (hidden > 0)
        {
            host.Warning($"State, client and query of {hidden} of {connections.Count} sessions may not be seen by this role. "
                + $"A superuser can allow it: GRANT pg_read_all_stats TO {Identifier.Quote(session.UserName ?? "the_role")};");
        }
    }

    private static AppConnection Read(NpgsqlDataReader reader, string? target, bool redact)
    {
        T? Value<T>(int column)
            where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        var state = Text(5);
        var query = state is null ? null : Text(12);
        return new AppConnection
        {
            ProcessId = reader.GetInt32(0),
            Database = reader.GetString(1),
            Role = Text(2) ?? "",
            Client = Text(3),
            Application = Text(4) is { Length: > 0 } name ? name : null,
            State = state,
            Since = Value<DateTimeOffset>(6),
            StateAge = Value<TimeSpan>(7),
            ConnectedAt = Value<DateTimeOffset>(8),
            TransactionStart = Value<DateTimeOffset>(9),
            WaitingFor = Text(10),
            BlockedBy = reader.GetFieldValue<int[]>(11),
            Query = query is { Length: > 0 } && redact ? RedactedQuery.Of(query) : query,
            Target = target,
        };
    }
}

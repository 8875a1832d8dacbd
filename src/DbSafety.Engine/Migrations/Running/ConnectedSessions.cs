using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Who else is connected to the database.</summary>
internal static class ConnectedSessions
{
    /// <summary>Application names (or roles) with the number of their sessions; ours are left out.</summary>
    public static async Task<IReadOnlyList<(string Name, long Count)>> FindAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT coalesce(nullif(a.application_name, ''), 'role ' || a.usename, 'unknown'), count(*)
            FROM pg_catalog.pg_stat_activity a
            WHERE a.datname = pg_catalog.current_database() AND a.backend_type = 'client backend'
              AND a.pid <> pg_catalog.pg_backend_pid() AND a.application_name NOT LIKE 'dbsafety %'
            GROUP BY 1
            ORDER BY 2 DESC, 1
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(string, long)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetString(0), reader.GetInt64(1)));
        return found;
    }
}

using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>Reads <c>pg_stat_statements</c>, where it is.</summary>
internal static class QueryLoads
{
    private const int Most = 500;

    public static async Task<(IReadOnlyList<QueryLoad> Queries, string? NotSeen)> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        if (await SchemaAsync(session, cancellationToken) is not { } schema)
            return ([], "the load of queries: pg_stat_statements is not installed in this database (CREATE EXTENSION pg_stat_statements, with shared_preload_libraries)");
        try
        {
            var queries = await ReadAsync(session, schema, cancellationToken);
            var hidden = queries.Count(query => query.Query is null);
            return (queries, hidden > 0 ? $"the texts of {hidden} queries of other roles (GRANT pg_read_all_stats lets them be seen)" : null);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.InsufficientPrivilege)
        {
            return ([], $"the load of queries: {error.MessageText}");
        }
    }

    private static async Task<string?> SchemaAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT n.nspname::text FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'";
        await using var command = new NpgsqlCommand(Sql, session);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    // Queries of catalogs are those of tools such as this one: what they cost is nobody's change.
    private static async Task<IReadOnlyList<QueryLoad>> ReadAsync(NpgsqlConnection session, string schema, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT s.queryid, CASE WHEN s.query <> '<insufficient privilege>' THEN s.query END, s.calls, s.total_exec_time, s.rows,
                   s.total_exec_time / nullif(sum(s.total_exec_time) OVER (), 0)
            FROM (SELECT s.queryid, max(s.query) AS query, sum(s.calls)::bigint AS calls, sum(s.total_exec_time) AS total_exec_time, sum(s.rows)::bigint AS rows
                  FROM {Identifier.Quote(schema)}.pg_stat_statements s
                  WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()) AND s.queryid IS NOT NULL
                    AND s.query !~* '\m(pg_catalog|pg_stat\w*|pg_locks|pg_settings|pg_type|pg_class|dbsafety\w*)\M'
                  GROUP BY s.queryid) s
            ORDER BY s.total_exec_time DESC
            LIMIT {Most}
            """;
        var found = new List<QueryLoad>();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (calls, total) = (reader.GetInt64(2), reader.GetDouble(3));
            found.Add(new QueryLoad(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), calls, TimeSpan.FromMilliseconds(total),
                TimeSpan.FromMilliseconds(total / Math.Max(1, calls)), reader.GetInt64(4), reader.IsDBNull(5) ? 0 : reader.GetDouble(5)));
        }

        return found;
    }
}

using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Who holds locks on what a statement wanted.</summary>
internal static class Blockers
{
    /// <summary>The sessions, without their queries' text, which may hold data.</summary>
    public static async Task<IReadOnlyList<string>> TryFindAsync(NpgsqlConnection session, SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(session, statement, cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error) || error is InvalidOperationException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(NpgsqlConnection session, SqlStatement statement, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT DISTINCT pg_catalog.format('server process %s (%s, role %s, %s%s) holds %s on %s', l.pid,
                       coalesce(nullif(a.application_name, ''), 'no application name'), coalesce(a.usename, '?'), coalesce(a.state, 'state not visible'),
                       coalesce(', in its transaction since ' || pg_catalog.to_char(a.xact_start AT TIME ZONE 'UTC', 'HH24:MI:SS') || ' UTC', ''),
                       l.mode, c.oid::regclass)
            FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_class c ON c.oid = l.relation
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid() AND c.relname = ANY ($1)
              AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            LIMIT 20
            """;
        await using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters = { new() { Value = statement.Facts.Affects.Select(item => item.Name).Distinct().ToArray() } },
        };
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }
}

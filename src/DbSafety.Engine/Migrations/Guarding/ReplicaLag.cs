using System.Globalization;
using Npgsql;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>How far streaming replicas are behind, as the primary sees it.</summary>
internal static class ReplicaLag
{
    /// <summary>The end of a sentence about the one that is furthest behind; null where none is further than the limit, or none can be seen.</summary>
    public static async Task<string?> FindAsync(NpgsqlConnection session, TimeSpan limit, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT application_name, extract(epoch FROM replay_lag)::double precision
            FROM pg_catalog.pg_stat_replication
            WHERE replay_lag > $1
            ORDER BY replay_lag DESC
            LIMIT 1
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = limit } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? string.Create(CultureInfo.InvariantCulture, $"the replica '{reader.GetString(0)}' is {reader.GetDouble(1):0.0} s behind")
            : null;
    }
}

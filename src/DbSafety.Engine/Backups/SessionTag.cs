using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>
/// Names one server session: its process id and when it began. Throw-away databases and schemas carry it in their names, so that
/// anybody can see whether the command that made them still lives.
/// </summary>
internal sealed partial record SessionTag(int ProcessId, long StartedMicroseconds)
{
    /// <summary>As it stands in names.</summary>
    public string Suffix => string.Create(CultureInfo.InvariantCulture, $"{ProcessId:x}_{StartedMicroseconds:x}");

    /// <summary>The tag of this session.</summary>
    public static async Task<SessionTag> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint
            FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new SessionTag(reader.GetInt32(0), reader.GetInt64(1));
    }

    /// <summary>The tag at the end of a name; null where there is none.</summary>
    public static SessionTag? In(string name)
    {
        var match = Tagged().Match(name);
        return match.Success
            && int.TryParse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var processId)
            && long.TryParse(match.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var started)
            ? new SessionTag(processId, started)
            : null;
    }

    /// <summary>The tags of all sessions of the server. Of other roles' sessions the beginning may be hidden; then the process id alone counts.</summary>
    public static async Task<Func<SessionTag, bool>> AliveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint FROM pg_catalog.pg_stat_activity";
        var alive = new Dictionary<int, long?>();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            alive[reader.GetInt32(0)] = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        return tag => alive.TryGetValue(tag.ProcessId, out var started) && (started is null || started == tag.StartedMicroseconds);
    }

    [GeneratedRegex("_([0-9a-f]{1,8})_([0-9a-f]{8,16})$")]
    private static partial Regex Tagged();
}

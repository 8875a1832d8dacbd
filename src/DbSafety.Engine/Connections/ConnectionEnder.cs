using DbSafety.Core.Results.Connections;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Connections;

/// <summary>Ends sessions, or cancels their queries, and looks whether they are gone.</summary>
internal static class ConnectionEnder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The signal is sent in the same statement that finds the session: a process number that has changed hands in between is not met.
    private const string Signal = """
        SELECT CASE WHEN $3 THEN pg_catalog.pg_cancel_backend(a.pid) ELSE pg_catalog.pg_terminate_backend(a.pid) END
        FROM pg_catalog.pg_stat_activity a
        WHERE a.pid = $1 AND ($2::timestamptz IS NULL OR a.backend_start = $2) AND (a.backend_type = 'client backend' OR a.backend_type IS NULL)
        """;

    public static async Task<StoppedConnection> EndAsync(
        NpgsqlConnection session, AppConnection connection, bool cancelOnly, TimeProvider time, CancellationToken cancellationToken)
    {
        StoppedConnection Result(ConnectionFate fate, string detail) =>
            new(connection.ProcessId, connection.Database, connection.Role, connection.Application, fate, detail);

        try
        {
            if (!await SignalAsync(session, connection, cancelOnly, cancellationToken))
                return Result(ConnectionFate.Gone, "It had ended by itself.");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return Result(ConnectionFate.NotAllowed, $"{error.MessageText}{(error.Detail is { Length: > 0 } why ? $": {why}" : "")}");
        }

        if (cancelOnly)
            return Result(ConnectionFate.Cancelled, connection.State == "active" ? "Its query was cancelled." : $"It was {connection.State ?? "not seen"}: there was no query to cancel.");
        return await IsGoneAsync(session, connection, time, cancellationToken)
            ? Result(ConnectionFate.Ended, $"It was {connection.State ?? "connected"}.")
            : Result(ConnectionFate.StillThere, $"It has not ended within {Patience.TotalSeconds:0} s.");
    }

    /// <summary>Sends the signal; false where the session is not there any more.</summary>
    public static async Task<bool> SignalAsync(NpgsqlConnection session, AppConnection connection, bool cancelOnly, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Signal, session) { Parameters = { new() { Value = connection.ProcessId }, Start(connection), new() { Value = cancelOnly } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The signal as a statement that a person can run: it spares a session that got the same process number since.</summary>
    public static string Script(AppConnection connection, bool cancelOnly) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"SELECT {(cancelOnly ? "pg_cancel_backend" : "pg_terminate_backend")}(pid) FROM pg_stat_activity WHERE pid = {connection.ProcessId}{(connection.ConnectedAt is { } start ? $" AND backend_start = '{start.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00'" : "")}");

    private static async Task<bool> IsGoneAsync(NpgsqlConnection session, AppConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1 AND ($2::timestamptz IS NULL OR a.backend_start = $2))";
        for (var start = time.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken))
        {
            await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = connection.ProcessId }, Start(connection) } };
            if (await command.ExecuteScalarAsync(cancellationToken) is false)
                return true;
            if (time.GetElapsedTime(start) > Patience)
                return false;
        }
    }

    private static NpgsqlParameter Start(AppConnection connection) =>
        new() { Value = connection.ConnectedAt?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}

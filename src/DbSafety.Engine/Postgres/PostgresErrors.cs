using System.Net.Sockets;
using DbSafety.Core.Errors;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Turns what the driver throws into our one exception. The texts of servers and drivers hold no password; connection strings are never repeated.</summary>
public static class PostgresErrors
{
    /// <summary>True for what the driver throws.</summary>
    public static bool IsDriverError(Exception error) =>
        error is NpgsqlException or TimeoutException or SocketException or EndOfStreamException
        || (error is IOException && error.InnerException is SocketException);

    /// <summary>Maps a driver error met while <paramref name="doing"/>, such as <c>reading the catalog of farm</c>.</summary>
    /// <param name="state">What state things are in now.</param>
    public static DbSafetyException Map(Exception error, string doing, string? state = null, string? nextStep = null)
    {
        if (error is DbSafetyException known)
            return known;
        if (error is PostgresException server)
            return FromServer(server, doing, state, nextStep);
        return new DbSafetyException("ConnectionLost", ErrorKind.Connection, $"The connection failed while {doing}: {Innermost(error).Message}", error)
        {
            State = state,
            NextStep = nextStep ?? "Check that the server is up and can be reached from here, then run the command again.",
        };
    }

    private static DbSafetyException FromServer(PostgresException error, string doing, string? state, string? nextStep)
    {
        var (id, kind) = Classify(error.SqlState);
        var detail = new List<string>();
        if (!string.IsNullOrEmpty(error.Detail))
            detail.Add(error.Detail);
        if (!string.IsNullOrEmpty(error.Hint))
            detail.Add("Hint: " + error.Hint);
        if (!string.IsNullOrEmpty(error.Where))
            detail.Add("Where: " + error.Where);
        return new DbSafetyException(id, kind, $"PostgreSQL refused while {doing}: {error.MessageText} ({error.SqlState})", error)
        {
            SqlState = error.SqlState,
            State = state,
            NextStep = nextStep,
            Detail = detail,
        };
    }

    private static (string Id, ErrorKind Kind) Classify(string sqlState) => sqlState switch
    {
        "55P03" => ("LockTimeout", ErrorKind.LimitReached),
        "40P01" => ("DeadlockDetected", ErrorKind.LimitReached),
        "57014" => ("StatementCancelled", ErrorKind.LimitReached),
        "42501" => ("PermissionDenied", ErrorKind.PermissionDenied),
        "3D000" => ("DatabaseNotFound", ErrorKind.NotFound),
        "42P01" => ("TableNotFound", ErrorKind.NotFound),
        "53100" => ("ServerDiskFull", ErrorKind.Storage),
        "53300" => ("TooManyConnections", ErrorKind.Connection),
        "57P01" or "57P02" or "57P03" => ("ServerShutDown", ErrorKind.Connection),
        _ when sqlState.StartsWith("08", StringComparison.Ordinal) => ("ConnectionLost", ErrorKind.Connection),
        _ when sqlState.StartsWith("28", StringComparison.Ordinal) => ("AuthenticationFailed", ErrorKind.Authentication),
        _ when sqlState.StartsWith("0A", StringComparison.Ordinal) => ("ServerNotSupported", ErrorKind.NotSupported),
        _ => ("ServerError", ErrorKind.Unexpected),
    };

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error;
    }
}

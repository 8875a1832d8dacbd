using DbSafety.Core.Errors;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Migrations.Locking;

/// <summary>
/// Finds a connection pooler that hands out a server session per transaction: a session lock would be held by a server session
/// that other clients use too (research I10).
/// </summary>
internal static class PoolerProbe
{
    private const int Tries = 3;

    /// <exception cref="DbSafetyException"><c>TransactionPooler</c>.</exception>
    public static async Task RefuseTransactionPoolingAsync(NpgsqlConnection session, Sessions sessions, CancellationToken cancellationToken)
    {
        // A pooler answers the login with a cancel key of its own, so the process that the driver was told is not the one that works.
        if (await BackendAsync(session, cancellationToken) == session.ProcessID)
            return;

        // A pooler it is. In session mode our server session is ours alone; in transaction mode another client that begins
        // a transaction right after our query is given the very same one.
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var ours = await BackendAsync(session, cancellationToken);
            await using var other = await sessions.OpenAsync("pooler probe", cancellationToken);
            await using var transaction = await other.BeginTransactionAsync(cancellationToken);
            if (await BackendAsync(other, cancellationToken) == ours || await BackendAsync(session, cancellationToken) != ours)
                throw Refused(sessions);
        }
    }

    private static async Task<int> BackendAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", session);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static DbSafetyException Refused(Sessions sessions) =>
        new("TransactionPooler", ErrorKind.NotSupported, $"{sessions.Description} is reached through a connection pooler in transaction mode, where no run lock can be held.")
        {
            State = "Nothing was changed.",
            NextStep = "Connect to the server itself, or through the pooler in session mode: change the target's connection in dbsafety.yaml or give --connection.",
        };
}

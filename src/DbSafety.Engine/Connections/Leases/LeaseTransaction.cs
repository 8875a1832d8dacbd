using Npgsql;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Runs the statements of a lease: all of them or none.</summary>
internal static class LeaseTransaction
{
    /// <summary>Serializes with every other lease of the server: who may connect is shared by all of its databases.</summary>
    private const string Alone = "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('dbsafety lease', 0))";

    /// <summary>Runs them in one transaction, after <paramref name="check"/> has looked at the state under its lock.</summary>
    public static async Task RunAsync(
        NpgsqlConnection session, IReadOnlyList<string> statements, Func<Task> check, Action beforeCommit, CancellationToken cancellationToken)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(session, "SET LOCAL lock_timeout = '10s'", cancellationToken);
        await ExecuteAsync(session, Alone, cancellationToken);
        await check();
        foreach (var statement in statements)
            await ExecuteAsync(session, statement, cancellationToken);
        beforeCommit();
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

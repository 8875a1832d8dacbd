using Npgsql;

namespace DbSafety.Engine.Schema.Following;

/// <summary>A moment in the life of a database: whatever transaction changes a catalog later has this number or a higher one.</summary>
/// <param name="Transaction">The first transaction number that was not given out yet, as PostgreSQL writes its type <c>xid</c>.</param>
internal readonly record struct CatalogMark(string Transaction)
{
    private const string Sql = "SELECT (pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::numeric % 4294967296)::text";

    /// <summary>The moment that is now; the session must have no open transaction that has changed something.</summary>
    public static async Task<CatalogMark> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return new CatalogMark((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}

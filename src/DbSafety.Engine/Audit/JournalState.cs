using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Audit;

/// <summary>What a database says of its journal at one moment.</summary>
/// <param name="Database">As <see cref="AuditCursor.Database"/>.</param>
/// <param name="Wal">As <see cref="AuditCursor.Wal"/>.</param>
/// <param name="InTransaction">The session has changed something that is not committed, so what it sees is not what happened.</param>
/// <param name="Rows">The rows from the position that was asked for on.</param>
internal sealed record JournalState(string Database, string? Wal, bool InTransaction, IReadOnlyList<JournalRow> Rows)
{
    // A standby has no position of its own to write at; its timeline is asked of the primary's file names only.
    private const string Facts = """
        SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL,
               CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                    THEN pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8) || '/' || pg_catalog.pg_current_wal_insert_lsn()::text END
        """;

    /// <summary>Which database a session is connected to.</summary>
    public static async Task<string> IdentityAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(session, cancellationToken);
        return $"{facts.SystemIdentifier ?? "?"}/{facts.DatabaseOid}";
    }

    /// <summary>Reads the rows from a position on; null where the database has no journal.</summary>
    public static async Task<JournalState?> ReadAsync(NpgsqlConnection session, string identity, long from, CancellationToken cancellationToken)
    {
        if (!await JournalReader.ExistsAsync(session, cancellationToken))
            return null;
        bool inTransaction;
        string? wal;
        await using (var command = new NpgsqlCommand(Facts, session))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            inTransaction = reader.GetBoolean(0);
            wal = reader.IsDBNull(1) ? null : reader.GetString(1);
        }

        // The log's position is read before the rows: a row that comes in between is behind it all the more.
        return new JournalState(identity, wal, inTransaction, await JournalReader.ReadAsync(session, from, cancellationToken));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>Reads the journal.</summary>
public static class JournalReader
{
    /// <summary>True when the database has a journal.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                           WHERE n.nspname = 'dbsafety' AND c.relname = 'journal')
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>All rows in order; none where there is no journal yet.</summary>
    public static async Task<IReadOnlyList<JournalRow>> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken) =>
        await ExistsAsync(session, cancellationToken) ? await ReadAsync(session, 1, cancellationToken) : [];

    /// <summary>The rows from a position on, in order, of a journal that is there.</summary>
    public static async Task<IReadOnlyList<JournalRow>> ReadAsync(NpgsqlConnection session, long from, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT position, recorded_at, run_id, event, migration, step, os_user, host, database_role, tool_version, checksum, raw_checksum,
                   up_script, rollback_script, verify_script, backup_id, fingerprint, duration_ms, detail::text, previous_hash, hash, backend_pid
            FROM dbsafety.journal
            WHERE position >= $1
            ORDER BY position
            """;
        var rows = new List<JournalRow>();
        try
        {
            await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = from } } };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(Row(reader));
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw JournalErrors.NotReadable(error, session.UserName);
        }

        return rows;
    }

    /// <summary>A kept script; null when the journal does not hold it.</summary>
    public static async Task<string?> ReadScriptAsync(NpgsqlConnection session, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT content FROM dbsafety.script WHERE sha256 = $1", session) { Parameters = { new() { Value = key } } };
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static JournalRow Row(NpgsqlDataReader reader)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        var entry = new JournalEntry(reader.GetString(2), Event(reader.GetString(3)))
        {
            Migration = Text(4),
            Step = reader.IsDBNull(5) ? null : reader.GetInt32(5),
            Checksum = Text(10),
            RawChecksum = Text(11),
            UpScript = Text(12),
            RollbackScript = Text(13),
            VerifyScript = Text(14),
            BackupId = Text(15),
            Fingerprint = Text(16),
            Duration = reader.IsDBNull(17) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(17)),
            Detail = JsonNode.Parse(reader.GetString(18))?.AsObject() ?? [],
        };
        return new JournalRow(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(6), reader.GetString(7), reader.GetInt32(21),
            reader.GetString(8), reader.GetString(9), reader.GetString(19), reader.GetString(20), entry);
    }

    // A newer version of the tool may have written events that this one does not know.
    private static JournalEvent Event(string name) =>
        Enum.TryParse<JournalEvent>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known)
            ? known
            : throw JournalErrors.Newer(string.Create(CultureInfo.InvariantCulture, $"event '{name}'"));
}

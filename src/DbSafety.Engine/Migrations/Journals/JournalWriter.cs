using System.Reflection;
using System.Text.Json;
using DbSafety.Core.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>Adds rows to the journal, in whatever transaction the session has open.</summary>
public sealed class JournalWriter(IOperationHost host)
{
    private const string Insert = """
        INSERT INTO dbsafety.journal (run_id, event, migration, step, os_user, host, tool_version, checksum, raw_checksum,
                                      up_script, rollback_script, verify_script, backup_id, fingerprint, duration_ms, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """;

    /// <summary>The version of this tool, without the build's commit.</summary>
    public static string ToolVersion { get; } =
        (typeof(JournalWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>An event's name in the database.</summary>
    public static string NameOf(JournalEvent what) => JsonNamingPolicy.SnakeCaseLower.ConvertName(what.ToString());

    /// <summary>A row was made to be added.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Adds a row at once.</summary>
    public async Task AppendAsync(NpgsqlConnection session, JournalEntry entry, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { Command(entry) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The command that adds a row, to be sent together with others.</summary>
    public NpgsqlBatchCommand Command(JournalEntry entry)
    {
        HasWritten = true;
        return new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                Text(entry.RunId),
                Text(NameOf(entry.Event)),
                Text(entry.Migration),
                new() { Value = entry.Step ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                Text(host.UserName),
                Text(host.MachineName),
                Text(ToolVersion),
                Text(entry.Checksum),
                Text(entry.RawChecksum),
                Text(entry.UpScript),
                Text(entry.RollbackScript),
                Text(entry.VerifyScript),
                Text(entry.BackupId),
                Text(entry.Fingerprint),
                new() { Value = entry.Duration is { } duration ? (long)duration.TotalMilliseconds : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = entry.Detail.ToJsonString(), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
    }

    /// <summary>Keeps scripts by their hash, in one round trip whatever their number.</summary>
    public static async Task KeepScriptsAsync(NpgsqlConnection session, IReadOnlyDictionary<string, string> scripts, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO dbsafety.script (sha256, content)
            SELECT * FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2))
            ON CONFLICT DO NOTHING
            """;
        if (scripts.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters =
            {
                new() { Value = scripts.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = scripts.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

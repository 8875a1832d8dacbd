using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Sql;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>Adds rows to the journal, in whatever transaction the session has open.</summary>
public sealed class JournalWriter(IOperationHost host)
{
    private const string Into = """
        INSERT INTO dbsafety.journal (run_id, event, migration, step, os_user, host, tool_version, checksum, raw_checksum,
                                      up_script, rollback_script, verify_script, backup_id, fingerprint, duration_ms, detail)
        """;

    private const string Insert = Into + "\nVALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

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
        var command = new NpgsqlBatchCommand(Insert);
        foreach (var (value, type) in Values(entry))
            command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }

    /// <summary>The statement that adds a row, with its values written out.</summary>
    public string Script(JournalEntry entry) => $"{Into}\nVALUES ({string.Join(", ", Values(entry).Select(item => item.Value switch
    {
        null => "NULL",
        string text => Identifier.Literal(text),
        var number => Convert.ToString(number, CultureInfo.InvariantCulture),
    }))})";

    /// <summary>The statement that keeps a script, written out.</summary>
    public static string KeepScript(string key, string text) =>
        $"INSERT INTO dbsafety.script (sha256, content) VALUES ({Identifier.Literal(key)}, {Identifier.Literal(text)}) ON CONFLICT DO NOTHING";

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

    // In the order of the columns of the statement.
    private IReadOnlyList<(object? Value, NpgsqlDbType Type)> Values(JournalEntry entry) =>
    [
        (entry.RunId, NpgsqlDbType.Text),
        (NameOf(entry.Event), NpgsqlDbType.Text),
        (entry.Migration, NpgsqlDbType.Text),
        (entry.Step, NpgsqlDbType.Integer),
        (host.UserName, NpgsqlDbType.Text),
        (host.MachineName, NpgsqlDbType.Text),
        (ToolVersion, NpgsqlDbType.Text),
        (entry.Checksum, NpgsqlDbType.Text),
        (entry.RawChecksum, NpgsqlDbType.Text),
        (entry.UpScript, NpgsqlDbType.Text),
        (entry.RollbackScript, NpgsqlDbType.Text),
        (entry.VerifyScript, NpgsqlDbType.Text),
        (entry.BackupId, NpgsqlDbType.Text),
        (entry.Fingerprint, NpgsqlDbType.Text),
        (entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null, NpgsqlDbType.Bigint),
        (entry.Detail.ToJsonString(), NpgsqlDbType.Jsonb),
    ];
}

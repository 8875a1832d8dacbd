using System.Text.Json;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>The objects of the database as the last run left them. The journal keeps what each run changed of them.</summary>
/// <param name="RunId">The run.</param>
/// <param name="RecordedAt">When it ended.</param>
/// <param name="ServerVersion">The server's version number then: another one may write definitions in another way.</param>
/// <param name="Fingerprint">Over all of the objects.</param>
public sealed record KeptSchema(string RunId, DateTimeOffset RecordedAt, int ServerVersion, string Fingerprint)
{
    private const string Latest = """
        SELECT DISTINCT ON (o.identity) o.identity, o.kind, o.schema_name, o.table_identity, o.fingerprint, o.definition::text
        FROM dbsafety.schema_object o
        ORDER BY o.identity, o.position DESC
        """;

    /// <summary>
    /// What the journal keeps of a schema. The options of user mappings are passwords, which only some roles may see: they are nobody's
    /// history.
    /// </summary>
    public static IReadOnlyList<SchemaEntry> Entries(DatabaseSchema schema) => [.. SchemaEntry.Of(schema).Where(entry => entry.Kind != SchemaObjectKind.UserMapping)];

    /// <summary>The last state that was kept; null where none was, or the role may not read it.</summary>
    public static async Task<KeptSchema?> FindAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT j.run_id, j.recorded_at, (j.detail ->> 'server_version')::int, j.fingerprint
            FROM dbsafety.journal j
            WHERE j.event = 'run_finished' AND j.fingerprint IS NOT NULL
            ORDER BY j.position DESC LIMIT 1
            """;
        if (!await IsThereAsync(session, "SELECT", cancellationToken))
            return null;
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new KeptSchema(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt32(2), reader.GetString(3))
            : null;
    }

    /// <summary>The objects of the last state.</summary>
    public static async Task<IReadOnlyList<SchemaEntry>> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var entries = new List<SchemaEntry>();
        await using var command = new NpgsqlCommand(Latest, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(4))
                continue;
            entries.Add(new SchemaEntry(reader.GetString(0), Enum.TryParse<SchemaObjectKind>(reader.GetString(1), out var kind) ? kind : SchemaObjectKind.Table, reader.GetString(4))
            {
                Schema = reader.IsDBNull(2) ? null : reader.GetString(2),
                Table = reader.IsDBNull(3) ? null : reader.GetString(3),
                Definition = reader.IsDBNull(5) ? null : JsonSerializer.Deserialize<string[]>(reader.GetString(5)),
            });
        }

        return entries;
    }

    /// <summary>Keeps what is new, changed or gone since the last state; false where the journal has no place for it, or the role none there.</summary>
    public static async Task<bool> KeepAsync(NpgsqlConnection session, string runId, IReadOnlyList<SchemaEntry> entries, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(session, "SELECT", cancellationToken) || !await IsThereAsync(session, "INSERT", cancellationToken))
            return false;
        var before = (await ReadAsync(session, cancellationToken)).ToDictionary(entry => entry.Identity);
        var changed = entries.Where(entry => !before.Remove(entry.Identity, out var known) || known.Fingerprint != entry.Fingerprint).ToList();
        var gone = before.Values.Select(entry => entry with { Fingerprint = "", Definition = null });
        await InsertAsync(session, runId, [.. changed, .. gone], cancellationToken);
        return true;
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection session, string privilege, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                           WHERE n.nspname = 'dbsafety' AND c.relname = 'schema_object' AND pg_catalog.has_table_privilege(c.oid, $1))
            """;
        await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new() { Value = privilege } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task InsertAsync(NpgsqlConnection session, string runId, IReadOnlyList<SchemaEntry> entries, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO dbsafety.schema_object (run_id, identity, kind, schema_name, table_identity, fingerprint, definition)
            SELECT $1, n.identity, n.kind, n.schema_name, n.table_identity, nullif(n.fingerprint, ''), n.definition::jsonb
            FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4), pg_catalog.unnest($5), pg_catalog.unnest($6), pg_catalog.unnest($7))
                AS n (identity, kind, schema_name, table_identity, fingerprint, definition)
            """;
        if (entries.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters =
            {
                new() { Value = runId },
                Texts(entry => entry.Identity),
                Texts(entry => entry.Kind.ToString()),
                Texts(entry => entry.Schema),
                Texts(entry => entry.Table),
                Texts(entry => entry.Fingerprint),
                Texts(entry => entry.Definition is null ? null : JsonSerializer.Serialize(entry.Definition)),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);

        NpgsqlParameter Texts(Func<SchemaEntry, string?> value) => new() { Value = entries.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }
}

using System.Globalization;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Projects.Journals;

/// <summary>Finds and reads the journals of other migration tools in a database. Nothing is ever written to them.</summary>
public static class ForeignJournals
{
    private const string Tables = """
        SELECT n.nspname::text,
               c.relname::text,
               array_agg(a.attname || ':' || pg_catalog.format_type(a.atttypid, NULL)),
               pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
               ARRAY(SELECT s.relname::text FROM pg_catalog.pg_class s
                     WHERE s.relnamespace = n.oid AND s.relname IN ('ar_internal_metadata', 'releases'))
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND n.nspname NOT LIKE 'pg\_t%'
          AND EXISTS (SELECT FROM pg_catalog.pg_attribute k
                      WHERE k.attrelid = c.oid AND k.attnum > 0
                        AND k.attname IN ('version', 'version_id', 'scriptname', 'migration_name', 'change_id', 'exectype', 'run_on'))
        GROUP BY n.oid, n.nspname, c.oid, c.relname
        ORDER BY n.nspname, c.relname
        """;

    /// <summary>The journals that the database holds, of any tool that is known; empty where there is none.</summary>
    public static async Task<IReadOnlyList<ForeignJournal>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var journals = new List<ForeignJournal>();
        foreach (var table in await CandidatesAsync(connection, cancellationToken))
        {
            if (ForeignTools.All.FirstOrDefault(table.IsOf) is { } tool)
                journals.Add(await ReadAsync(connection, tool, table, cancellationToken));
        }

        return journals;
    }

    private static async Task<List<ForeignTable>> CandidatesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Tables, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<ForeignTable>();
        while (await reader.ReadAsync(cancellationToken))
            tables.Add(new ForeignTable(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2), reader.GetBoolean(3), reader.GetFieldValue<string[]>(4)));
        return tables;
    }

    private static async Task<ForeignJournal> ReadAsync(NpgsqlConnection connection, ForeignTool tool, ForeignTable table, CancellationToken cancellationToken)
    {
        var name = Identifier.Quote(table.Schema, table.Name);
        var warnings = tool.Warning is { } known ? new List<string> { known } : [];
        var entries = new List<ForeignEntry>();
        if (table.IsReadable)
        {
            await using var command = new NpgsqlCommand(string.Format(CultureInfo.InvariantCulture, tool.Sql, name), connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                entries.Add(Entry(reader));
        }
        else
        {
            warnings.Add($"This role may not read {name}.");
        }

        warnings.AddRange(entries.Where(entry => !entry.Succeeded).Select(entry =>
            $"{tool.Name} has {entry.Name} as begun and not ended: what of it is applied is not known."));
        return new ForeignJournal(tool.Name, name, entries, warnings) { Matching = tool.Matching };
    }

    private static ForeignEntry Entry(NpgsqlDataReader reader) => new()
    {
        Key = reader.GetString(0),
        Name = reader.GetString(1),
        AppliedAt = reader.IsDBNull(2) ? null : reader.GetString(2),
        AppliedBy = reader.IsDBNull(3) ? null : reader.GetString(3),
        Succeeded = reader.GetBoolean(4),
        CoversEarlier = reader.GetBoolean(5),
    };
}

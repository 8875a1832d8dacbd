using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Lists the tables of a database, in one query, before any lock is taken.</summary>
internal static class TableCandidates
{
    public static async Task<IReadOnlyList<TableCandidate>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT n.nspname::text,
                   c.relname::text,
                   c.relkind,
                   c.relispartition,
                   pg_catalog.array_position(pg_catalog.current_schemas(false), n.nspname),
                   pg_catalog.has_table_privilege(c.oid, 'SELECT') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT') AND NOT EXISTS (
                     SELECT FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                       AND NOT pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')),
                   (SELECT e.extname::text
                    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f')
              AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'dbsafety')
              AND n.nspname NOT LIKE 'pg\_temp\_%'
              AND n.nspname NOT LIKE 'dbsafety\_%'
            ORDER BY 1, 2
            """;
        var candidates = new List<TableCandidate>();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            candidates.Add(new TableCandidate(
                new TableName(reader.GetString(0), reader.GetString(1)),
                reader.GetFieldValue<char>(2),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetInt32(4),
                reader.GetBoolean(5),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
        }

        return candidates;
    }
}

using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>A column of a key with the operator by which its index says "equal": with an empty search path a bare = would be another one for types such as citext.</summary>
internal sealed record KeyColumn(string Name, string Operator)
{
    public static async Task<IReadOnlyList<KeyColumn>> ReadAsync(NpgsqlConnection connection, TableModel table, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT a.attname::text, pg_catalog.quote_ident(n.nspname) || '.' || o.oprname
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[]) WITH ORDINALITY AS k(number, opclass, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
            JOIN pg_catalog.pg_opclass oc ON oc.oid = k.opclass
            JOIN pg_catalog.pg_am am ON am.oid = oc.opcmethod AND am.amname = 'btree'
            JOIN pg_catalog.pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype
              AND ao.amoprighttype = oc.opcintype AND ao.amopstrategy = 3
            JOIN pg_catalog.pg_operator o ON o.oid = ao.amopopr
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
            WHERE i.indrelid = $1 AND c.relname = $2 AND k.position <= i.indnkeyatts
            ORDER BY k.position
            """;
        if (table.Key is null)
            return [];
        var columns = new List<KeyColumn>();
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = table.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid }, new() { Value = table.Key.Name, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Name } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            columns.Add(new KeyColumn(reader.GetString(0), reader.GetString(1)));
        return columns.Count == table.Key.Columns.Count ? columns : [];
    }
}

using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>The relations that were there before the chain began. A later one has a higher OID, or was not there when these were read.</summary>
internal sealed class BaseRelations
{
    private const string Sql = """
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, tn.nspname::text, t.relname::text
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
        LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'i', 'I', 'S', 'v', 'm', 'f')
        """;

    private readonly Dictionary<uint, BaseRelation> _byOid = [];
    private readonly Dictionary<uint, uint> _files = [];

    public bool IsEmpty => _byOid.Count == 0;

    /// <summary>Their OIDs.</summary>
    public uint[] Oids { get; private set; } = [];

    /// <summary>The OIDs of those that have rows of their own.</summary>
    public uint[] Filled { get; private set; } = [];

    public BaseRelation? Find(uint oid) => _byOid.GetValueOrDefault(oid);

    public static async Task<BaseRelations> ReadAsync(NpgsqlConnection shadow, CancellationToken cancellationToken)
    {
        var found = new BaseRelations();
        await using (var command = new NpgsqlCommand(Sql, shadow))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var relation = new BaseRelation(
                    reader.GetFieldValue<uint>(0),
                    Identifier.Quote(reader.GetString(1), reader.GetString(2)),
                    Kind(reader.GetChar(3)),
                    reader.IsDBNull(5) ? null : Identifier.Quote(reader.GetString(4), reader.GetString(5)));
                found._byOid.Add(relation.Oid, relation);
            }
        }

        found.Oids = [.. found._byOid.Keys];
        found.Filled = [.. found._byOid.Values.Where(relation => relation.HasRows).Select(relation => relation.Oid)];
        await found.ReadFilesAsync(shadow, cancellationToken);
        return found;
    }

    /// <summary>Takes note of the files that they are in now.</summary>
    public async Task ReadFilesAsync(NpgsqlConnection shadow, CancellationToken cancellationToken)
    {
        if (IsEmpty)
            return;
        await using var command = new NpgsqlCommand("SELECT oid, relfilenode FROM pg_catalog.pg_class WHERE oid = ANY ($1)", shadow)
        {
            Parameters = { new() { Value = Oids, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _files[reader.GetFieldValue<uint>(0)] = reader.GetFieldValue<uint>(1);
    }

    /// <summary>True where the relation is in another file than before; from then on that one counts.</summary>
    public bool IsRewritten(uint oid, uint file)
    {
        var before = _files.GetValueOrDefault(oid);
        _files[oid] = file;
        return before != 0 && file != 0 && before != file;
    }

    private static string Kind(char relkind) => relkind switch
    {
        'r' => "table",
        'p' => "partitionedTable",
        'i' => "index",
        'I' => "partitionedIndex",
        'S' => "sequence",
        'v' => "view",
        'm' => "materializedView",
        _ => "foreignTable",
    };
}

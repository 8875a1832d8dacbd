using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>Reads where sequences stand.</summary>
internal static class SequenceReader
{
    // A UNION of thousands of branches takes the server longer than several of hundreds.
    private const int AtOnce = 200;

    public static IEnumerable<SchemaObject> Of(DatabaseSchema schema) => schema.Objects.Where(item => item.Kind == SchemaObjectKind.Sequence && item.PartOf is null);

    public static async Task<IReadOnlyDictionary<string, SequencePosition>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<SchemaObject> sequences, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, SequencePosition>(StringComparer.Ordinal);
        foreach (var chunk in sequences.Chunk(AtOnce))
        {
            var sql = string.Join(" UNION ALL ", chunk.Select((item, i) => $"SELECT {i}, last_value, is_called FROM {Identifier.Quote(item.Schema, item.Name)}"));
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var item = chunk[reader.GetInt32(0)];
                found[item.Identity] = new SequencePosition(Identifier.Quote(item.Schema, item.Name), reader.GetInt64(1), reader.GetBoolean(2));
            }
        }

        return found;
    }
}

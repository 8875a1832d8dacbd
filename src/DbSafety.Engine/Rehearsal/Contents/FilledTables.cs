using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>Which tables have rows.</summary>
internal static class FilledTables
{
    private const int AtOnce = 200;

    public static async Task<IReadOnlyList<TableModel>> AmongAsync(NpgsqlConnection connection, IReadOnlyList<TableModel> tables, CancellationToken cancellationToken)
    {
        var filled = new List<TableModel>();
        foreach (var chunk in tables.Chunk(AtOnce))
        {
            var sql = "SELECT ARRAY[" + string.Join(", ", chunk.Select(table => $"EXISTS (SELECT FROM ONLY {table.QualifiedName})")) + "]";
            await using var command = new NpgsqlCommand(sql, connection);
            var answers = (bool[])(await command.ExecuteScalarAsync(cancellationToken))!;
            filled.AddRange(chunk.Where((_, i) => answers[i]));
        }

        return filled;
    }
}

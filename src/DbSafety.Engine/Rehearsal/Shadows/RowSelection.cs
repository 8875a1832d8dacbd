using DbSafety.Engine.Rehearsal.Certificates;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>
/// Decides which tables' rows the shadow gets: all, where they are small enough together; else those that a script names, with those
/// that their foreign keys point to; and of one that is too large a sample.
/// </summary>
internal sealed class RowSelection
{
    /// <summary>The tables, and how many bytes of each there are and may be brought.</summary>
    public required IReadOnlyList<(TableModel Table, long Bytes, long MostBytes)> Tables { get; init; }

    public static async Task<RowSelection> ChooseAsync(
        NpgsqlConnection target, DatabaseSchema schema, IReadOnlyList<ScriptPlan> scripts, long mostBytes, CancellationToken cancellationToken)
    {
        var sizes = await SizesAsync(target, schema, cancellationToken);
        var all = schema.Tables.Where(table => table.Kind == TableKind.Ordinary && sizes.GetValueOrDefault(table.Oid) > 0).ToList();
        if (all.Sum(table => sizes[table.Oid]) > mostBytes)
            all = [.. WithReferenced(schema, Suspicions.Named(schema, scripts)).Where(table => sizes.GetValueOrDefault(table.Oid) > 0)];
        var isTooMuch = all.Sum(table => sizes[table.Oid]) > mostBytes;
        return new RowSelection
        {
            Tables = [.. all.Select(table => (table, sizes[table.Oid], isTooMuch ? mostBytes / all.Count : long.MaxValue))],
        };
    }

    private static HashSet<TableModel> WithReferenced(DatabaseSchema schema, IEnumerable<TableModel> tables)
    {
        var found = new HashSet<TableModel>(ReferenceEqualityComparer.Instance);
        var pending = new Queue<TableModel>(tables);
        while (pending.TryDequeue(out var table))
        {
            if (!found.Add(table))
                continue;
            foreach (var other in table.Partitions.Concat(table.ForeignKeys.Select(key => key.Referenced)))
            {
                if (schema.FindTable(other.Schema, other.Name) is { } model)
                    pending.Enqueue(model);
            }
        }

        found.RemoveWhere(table => table.Kind != TableKind.Ordinary);
        return found;
    }

    private static async Task<Dictionary<uint, long>> SizesAsync(NpgsqlConnection target, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<uint, long>();
        await using var command = new NpgsqlCommand("SELECT o, coalesce(pg_catalog.pg_table_size(o), 0) FROM pg_catalog.unnest($1) o", target)
        {
            Parameters = { new() { Value = schema.Tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sizes[reader.GetFieldValue<uint>(0)] = reader.GetInt64(1);
        return sizes;
    }
}

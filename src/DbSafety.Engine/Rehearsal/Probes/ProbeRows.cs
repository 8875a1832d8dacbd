using DbSafety.Core.Hosting;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Probes;

/// <summary>Puts one synthetic row into each of some tables, and into those that their foreign keys point to, inside the open transaction.</summary>
internal sealed class ProbeRows(NpgsqlConnection connection, DatabaseSchema schema, IOperationHost host)
{
    private const string EnumsSql = """
        SELECT e.enumtypid, (array_agg(e.enumlabel::text ORDER BY e.enumsortorder DESC))[1]
        FROM pg_catalog.pg_enum e GROUP BY e.enumtypid
        """;

    private IReadOnlyDictionary<uint, string> _enums = new Dictionary<uint, string>();

    /// <summary>The tables that got their row.</summary>
    public async Task<IReadOnlyList<TableModel>> InsertAsync(IEnumerable<TableModel> tables, CancellationToken cancellationToken)
    {
        _enums = await EnumsAsync(cancellationToken);
        var wanted = WithReferenced(tables);
        var done = new List<TableModel>();
        // Parents first; tables in a circle of keys get their row where the columns of the circle may be null.
        while (wanted.Count > 0)
        {
            var ready = wanted.FirstOrDefault(table => table.ForeignKeys.All(key => key.Referenced.Oid == table.Oid || wanted.All(other => other.Oid != key.Referenced.Oid))) ?? wanted[0];
            wanted.Remove(ready);
            if (await TryInsertAsync(ready, withNulls: false, cancellationToken) || await TryInsertAsync(ready, withNulls: true, cancellationToken))
                done.Add(ready);
        }

        return done;
    }

    private List<TableModel> WithReferenced(IEnumerable<TableModel> tables)
    {
        var found = new Dictionary<uint, TableModel>();
        var pending = new Queue<TableModel>(tables);
        while (pending.TryDequeue(out var table))
        {
            if (table.Kind != TableKind.Ordinary || !found.TryAdd(table.Oid, table))
                continue;
            foreach (var key in table.ForeignKeys)
            {
                if (schema.FindTable(key.Referenced.Schema, key.Referenced.Name) is { } referenced)
                    pending.Enqueue(referenced);
            }
        }

        return [.. found.Values];
    }

    private async Task<bool> TryInsertAsync(TableModel table, bool withNulls, CancellationToken cancellationToken)
    {
        var values = new List<(string Column, string Value)>();
        foreach (var column in table.Columns.Where(column => column.IsLoaded))
        {
            if (withNulls && !column.NotNull)
                continue;
            if (ProbeValue.For(column, _enums) is { } value)
                values.Add((Identifier.Quote(column.Name), value));
            else if (column.NotNull && column.Default is null && column.Identity == IdentityKind.None)
                return false;
        }

        var sql = values.Count == 0
            ? $"INSERT INTO {table.QualifiedName} DEFAULT VALUES"
            : $"INSERT INTO {table.QualifiedName} ({string.Join(", ", values.Select(item => item.Column))}) OVERRIDING SYSTEM VALUE VALUES ({string.Join(", ", values.Select(item => item.Value))})";
        await RunAsync("SAVEPOINT dbsafety_probe_row", cancellationToken);
        try
        {
            await RunAsync(sql, cancellationToken);
            await RunAsync("RELEASE SAVEPOINT dbsafety_probe_row", cancellationToken);
            return true;
        }
        catch (PostgresException error)
        {
            host.Verbose($"{table.QualifiedName} takes no synthetic row: {error.MessageText}");
            await RunAsync("ROLLBACK TO SAVEPOINT dbsafety_probe_row", cancellationToken);
            return false;
        }
    }

    private async Task<IReadOnlyDictionary<uint, string>> EnumsAsync(CancellationToken cancellationToken)
    {
        var labels = new Dictionary<uint, string>();
        await using var command = new NpgsqlCommand(EnumsSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            labels[reader.GetFieldValue<uint>(0)] = reader.GetString(1);
        return labels;
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

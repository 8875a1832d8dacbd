using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>Reads what the rules want to know of the target, for all names at once.</summary>
internal static class TargetFactsReader
{
    /// <param name="names">Names of tables, indexes, functions and types that the scripts write, without schema.</param>
    public static async Task<TargetFacts> ReadAsync(NpgsqlConnection session, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToArray();
        var server = (await RowsAsync(session, TargetFactsSql.Server, null, row =>
            (Version: row.GetInt32(0), Path: row.GetFieldValue<string[]>(1), IsUtc: row.GetBoolean(2)), cancellationToken)).Single();
        var tables = await RowsAsync(session, TargetFactsSql.Tables, wanted, Table, cancellationToken);
        var oids = tables.Select(table => table.Oid).ToArray();
        var columns = await RowsAsync(session, TargetFactsSql.Columns, oids, row =>
            (Table: row.GetFieldValue<uint>(0), Facts: new ColumnFacts(row.GetString(1), row.GetString(2), row.GetBoolean(3))), cancellationToken);
        var constraints = await RowsAsync(session, TargetFactsSql.Constraints, oids, row =>
            (Table: row.GetFieldValue<uint>(0), Facts: new ConstraintFacts(row.GetString(1), row.GetFieldValue<char>(2), row.GetBoolean(3),
                row.GetFieldValue<string[]>(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6))), cancellationToken);
        var indexes = await RowsAsync(session, TargetFactsSql.Indexes, oids, row =>
            (Table: row.GetFieldValue<uint>(0), Facts: new IndexFacts(row.GetString(1), row.GetFieldValue<string[]>(2), row.GetBoolean(3), row.GetBoolean(4),
                row.GetBoolean(5), row.GetInt64(6))), cancellationToken);
        var others = await RowsAsync(session, TargetFactsSql.Others, wanted, row => (Kind: row.GetString(0), Name: row.GetString(1), Volatility: row.GetString(2)), cancellationToken);
        var (columnsOf, constraintsOf, indexesOf) = (columns.ToLookup(item => item.Table, item => item.Facts),
            constraints.ToLookup(item => item.Table, item => item.Facts), indexes.ToLookup(item => item.Table, item => item.Facts));
        return new TargetFacts
        {
            ServerVersion = server.Version,
            SearchPath = server.Path,
            IsUtc = server.IsUtc,
            Tables = [.. tables.Select(table => table with
            {
                Columns = [.. columnsOf[table.Oid]],
                Constraints = [.. constraintsOf[table.Oid]],
                Indexes = [.. indexesOf[table.Oid]],
            })],
            Functions = others.Where(item => item.Kind == "f").ToDictionary(item => item.Name, item => item.Volatility[0]),
            ConstrainedDomains = others.Where(item => item.Kind == "d").Select(item => item.Name).ToHashSet(),
        };
    }

    private static TableFacts Table(NpgsqlDataReader row) => new(row.GetFieldValue<uint>(0), row.GetString(1), row.GetString(2), row.GetFieldValue<char>(3))
    {
        Rows = row.IsDBNull(4) ? null : row.GetInt64(4),
        Bytes = row.GetInt64(5),
        IndexBytes = row.GetInt64(6),
        ReferencedBy = row.GetFieldValue<string[]>(7),
    };

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection session, string sql, Array? parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session);
        if (parameter is uint[])
            command.Parameters.Add(new NpgsqlParameter { Value = parameter, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        else if (parameter is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}

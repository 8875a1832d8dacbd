using Npgsql;

namespace FarmShop;

/// <summary>Reads the numbers of the office. They come from the tables themselves: the night's summary lacks today.</summary>
internal sealed class ShopStatistics(NpgsqlDataSource database)
{
    private const string ByStatus = "SELECT status::text, count(*) FROM farm.orders GROUP BY status ORDER BY status";

    private const string ByMonth = """
        SELECT to_char(sale.placed_at AT TIME ZONE 'UTC', 'YYYY-MM'), sum(line.line_total)
        FROM farm.orders AS sale
        JOIN farm.order_lines AS line USING (order_id)
        WHERE sale.status <> 'cancelled'
        GROUP BY 1
        ORDER BY 1
        """;

    public async Task<Statistics> ReadAsync(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ByStatus));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ByMonth));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var orders = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancellationToken))
            orders.Add(reader.GetString(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        var months = new Dictionary<string, decimal>();
        while (await reader.ReadAsync(cancellationToken))
            months.Add(reader.GetString(0), reader.GetDecimal(1));
        return new Statistics(orders, months.Values.Sum(), months);
    }
}

using Npgsql;

namespace FarmShop;

/// <summary>Reads orders.</summary>
internal sealed class OrderArchive(NpgsqlDataSource database)
{
    // The column total_amount comes with migration 0011. A row as JSON has no error for a key that it lacks, so this one
    // statement works before, during and after that migration.
    private const string OrderQuery = """
        SELECT sale.order_id, sale.order_number, sale.customer_id, sale.placed_at, sale.delivery_on, sale.status::text,
               coalesce((to_jsonb(sale) ->> 'total_amount')::numeric,
                        (SELECT sum(line_total) FROM farm.order_lines AS line WHERE line.order_id = sale.order_id),
                        0)
        FROM farm.orders AS sale
        WHERE sale.order_id = $1
        """;

    private const string LineQuery = """
        SELECT line.line_no, line.product_id, product.name, lot.lot_code, line.quantity, line.unit_price::numeric, line.line_total
        FROM farm.order_lines AS line
        JOIN farm.products AS product USING (product_id)
        JOIN farm.lots AS lot USING (lot_id)
        WHERE line.order_id = $1
        ORDER BY line.line_no
        """;

    public async Task<Order?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OrderQuery) { Parameters = { new() { Value = id } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LineQuery) { Parameters = { new() { Value = id } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;

        var lines = new List<OrderLine>();
        var order = new Order(
            reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetDateTime(3),
            reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4), reader.GetString(5), reader.GetDecimal(6), lines);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(new OrderLine(
                reader.GetInt16(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetDecimal(4), reader.GetDecimal(5),
                reader.GetDecimal(6)));
        }

        return order;
    }
}

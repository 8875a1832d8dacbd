using Npgsql;

namespace FarmShop;

/// <summary>Places orders: the order, its lines and the stock movements in one transaction, or none of them.</summary>
internal sealed class OrderDesk(NpgsqlDataSource database)
{
    public async Task<OrderPlacement> PlaceAsync(OrderRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await InsertOrderAsync(connection, request.CustomerId, cancellationToken) is not { } orderId)
            return OrderPlacement.Refused($"There is no customer {request.CustomerId}.");

        short lineNo = 0;
        // Always in the same order of products, so that two customers never wait for each other's lots.
        foreach (var line in request.Lines!.OrderBy(line => line.ProductId))
        {
            var shares = await ShareOutAsync(connection, line, cancellationToken);
            var found = shares.Sum(share => share.Quantity);
            if (found < line.Quantity)
                return OrderPlacement.Refused($"Of product {line.ProductId} there are {found:0.###} left, and {line.Quantity:0.###} were asked for.");
            foreach (var share in shares)
                await InsertLineAsync(connection, orderId, ++lineNo, line.ProductId, share, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return OrderPlacement.Placed(orderId);
    }

    private static async Task<long?> InsertOrderAsync(NpgsqlConnection connection, long customerId, CancellationToken cancellationToken)
    {
        const string Insert = """
            INSERT INTO farm.orders (customer_id, delivery_on)
            SELECT customer_id, (now() AT TIME ZONE 'UTC')::date + 2
            FROM farm.customers
            WHERE customer_id = $1
            RETURNING order_id
            """;
        await using var command = new NpgsqlCommand(Insert, connection) { Parameters = { new() { Value = customerId } } };
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Takes from the lots that expire first; gives less than was asked for where the shop has no more.</summary>
    private static async Task<List<LotShare>> ShareOutAsync(NpgsqlConnection connection, OrderRequestLine line, CancellationToken cancellationToken)
    {
        const string Lots = """
            SELECT lot.lot_id, lot.quantity_on_hand, product.unit_price::numeric
            FROM farm.lots AS lot
            JOIN farm.products AS product USING (product_id)
            WHERE lot.product_id = $1 AND lot.status = 'available' AND lot.quantity_on_hand > 0 AND product.discontinued_at IS NULL
            ORDER BY lot.best_before, lot.lot_id
            FOR UPDATE OF lot
            """;
        await using var command = new NpgsqlCommand(Lots, connection) { Parameters = { new() { Value = line.ProductId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var shares = new List<LotShare>();
        var missing = line.Quantity;
        while (missing > 0 && await reader.ReadAsync(cancellationToken))
        {
            var quantity = Math.Min(missing, reader.GetDecimal(1));
            shares.Add(new LotShare(reader.GetInt64(0), quantity, reader.GetDecimal(2)));
            missing -= quantity;
        }

        return shares;
    }

    private static async Task InsertLineAsync(
        NpgsqlConnection connection, long orderId, short lineNo, long productId, LotShare share, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO farm.order_lines (order_id, line_no, product_id, lot_id, quantity, unit_price) VALUES ($1, $2, $3, $4, $5, $6)")
                {
                    Parameters =
                    {
                        new() { Value = orderId }, new() { Value = lineNo }, new() { Value = productId }, new() { Value = share.LotId },
                        new() { Value = share.Quantity }, new() { Value = share.UnitPrice },
                    },
                },
                new("""
                    INSERT INTO farm.stock_movements (moved_on, lot_id, order_id, kind, quantity)
                    VALUES ((now() AT TIME ZONE 'UTC')::date, $1, $2, 'sale', -$3::numeric)
                    """)
                {
                    Parameters = { new() { Value = share.LotId }, new() { Value = orderId }, new() { Value = share.Quantity } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record LotShare(long LotId, decimal Quantity, decimal UnitPrice);
}

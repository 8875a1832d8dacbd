using Npgsql;

namespace FarmShop;

/// <summary>Reads products with their stock. Every column is named, so that a column that is added changes nothing here.</summary>
internal sealed class ProductShelf(NpgsqlDataSource database)
{
    private const string Query = """
        SELECT product.product_id, product.sku, product.name, category.name, grower.name, product.unit::text,
               product.unit_price::numeric, product.price_with_vat, coalesce(stock.quantity, 0)
        FROM farm.products AS product
        JOIN farm.categories AS category USING (category_id)
        JOIN farm.growers AS grower USING (grower_id)
        LEFT JOIN (SELECT product_id, sum(quantity_on_hand) AS quantity
                   FROM farm.lots
                   WHERE status = 'available'
                   GROUP BY product_id) AS stock USING (product_id)
        WHERE product.discontinued_at IS NULL AND ($1::bigint IS NULL OR product.product_id = $1)
        ORDER BY category.name, product.name
        """;

    public Task<IReadOnlyList<Product>> AllAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    public async Task<Product?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await ReadAsync(id, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<Product>> ReadAsync(long? id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var products = new List<Product>();
        while (await reader.ReadAsync(cancellationToken))
        {
            products.Add(new Product(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
        }

        return products;
    }
}

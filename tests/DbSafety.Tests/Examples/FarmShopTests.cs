using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The web shop in front of a real database.</summary>
[Collection(SeededFarmCollection.Name)]
public sealed class FarmShopTests(SeededFarm farm)
{
    [Fact]
    public async Task The_shop_is_healthy_and_shows_its_products()
    {
        await using var shop = await FarmShopProcess.StartAsync(farm.Database.ConnectionString);

        var health = await shop.Client.GetStringAsync("/health");
        Assert.Contains("\"status\":\"ok\"", health, StringComparison.Ordinal);
        var products = await shop.Client.GetFromJsonAsync<JsonArray>("/products");
        Assert.Equal(40, products!.Count);
        Assert.Contains("Gärtnerei Moosbach", WebUtility.HtmlDecode(await shop.Client.GetStringAsync("/")), StringComparison.Ordinal);
        var stats = await shop.Client.GetFromJsonAsync<JsonObject>("/stats");
        Assert.Equal(12, stats!["months"]!.AsObject().Count);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Client.GetAsync("/products/999")).StatusCode);
    }

    [Fact]
    public async Task An_order_takes_from_stock_before_and_after_the_totals_moved_to_the_orders()
    {
        await using var database = await SmallFarmAsync();
        await using var shop = await FarmShopProcess.StartAsync(database.ConnectionString);

        var first = await OrderAsync(shop, 3);
        await FarmScripts.UpAsync(database, after: SeededFarm.SeededAt);
        var again = await shop.Client.GetFromJsonAsync<JsonObject>($"/orders/{first["id"]}");
        var second = await OrderAsync(shop, 4);
        await FarmScripts.DownAsync(database, after: SeededFarm.SeededAt);
        var third = await OrderAsync(shop, 1);

        Assert.Equal(14.40m, (decimal)first["total"]!);
        Assert.Equal(14.40m, (decimal)again!["total"]!);
        Assert.Equal(19.20m, (decimal)second["total"]!);
        Assert.Equal(4.80m, (decimal)third["total"]!);
        Assert.Equal(2m, (await shop.Client.GetFromJsonAsync<JsonObject>("/products/1"))!["stock"]!.GetValue<decimal>());
        Assert.Null(await SeededFarm.ReadBrokenRulesAsync(database));
    }

    [Fact]
    public async Task Customers_at_once_never_get_more_than_there_is()
    {
        await using var database = await SmallFarmAsync();
        await using var shop = await FarmShopProcess.StartAsync(database.ConnectionString);

        // Ten kilograms in two lots; sixteen people want one each.
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(shop, 1)));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(6, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(10, await database.ScalarAsync<long>("SELECT count(*) FROM farm.orders"));
        Assert.Null(await SeededFarm.ReadBrokenRulesAsync(database));
    }

    [Fact]
    public async Task An_order_that_cannot_be_met_changes_nothing()
    {
        (string Order, HttpStatusCode Expected)[] orders =
        [
            ("""{"customerId": 1001, "lines": []}""", HttpStatusCode.BadRequest),
            ("""{"customerId": 1001}""", HttpStatusCode.BadRequest),
            ("""{"customerId": 1001, "lines": [{"productId": 1, "quantity": -1}]}""", HttpStatusCode.BadRequest),
            ("""{"customerId": 7, "lines": [{"productId": 1, "quantity": 1}]}""", HttpStatusCode.Conflict),
            ("""{"customerId": 1001, "lines": [{"productId": 1, "quantity": 999}]}""", HttpStatusCode.Conflict),
        ];
        await using var shop = await FarmShopProcess.StartAsync(farm.Database.ConnectionString);
        var before = await farm.ReadContentsAsync();

        foreach (var (order, expected) in orders)
        {
            using var content = new StringContent(order, System.Text.Encoding.UTF8, "application/json");
            var answer = await shop.Client.PostAsync("/orders", content);
            Assert.True(expected == answer.StatusCode, $"{order} was answered with {answer.StatusCode}");
        }

        Assert.Equal(before, await farm.ReadContentsAsync());
    }

    [Fact]
    public async Task Without_its_schema_the_shop_says_so_and_is_well_again_when_the_schema_comes()
    {
        await using var database = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        await using var shop = await FarmShopProcess.StartAsync(database.ConnectionString);

        var answer = await shop.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("does not have the schema", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await shop.Client.GetAsync("/products")).StatusCode);

        await FarmScripts.UpAsync(database);
        Assert.Equal(HttpStatusCode.OK, (await shop.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task A_database_that_is_gone_gives_503_and_no_secret()
    {
        await using var shop = await FarmShopProcess.StartAsync("postgres://shop:hush%2Dhush@127.0.0.1:1/farm");

        var health = await shop.Client.GetAsync("/health");
        var order = await PostAsync(shop, 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, order.StatusCode);
        var said = shop.Output + await health.Content.ReadAsStringAsync() + await order.Content.ReadAsStringAsync();
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:1/", said, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> OrderAsync(FarmShopProcess shop, decimal quantity)
    {
        var answer = await PostAsync(shop, quantity);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static Task<HttpResponseMessage> PostAsync(FarmShopProcess shop, decimal quantity) =>
        shop.Client.PostAsJsonAsync("/orders", new { customerId = 1001, lines = new[] { new { productId = 1, quantity } } });

    /// <summary>One grower, one product, one customer, and ten kilograms in two lots.</summary>
    private static async Task<TestDatabase> SmallFarmAsync()
    {
        var database = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        await FarmScripts.UpAsync(database, last: SeededFarm.SeededAt);
        await database.ExecuteAsync("""
            INSERT INTO farm.growers (code, name, village, joined_on) VALUES ('G-001', 'Lindenhof', 'Altenried', '2020-01-01');
            INSERT INTO farm.products (sku, name, category_id, grower_id, unit, unit_price) VALUES ('TOM-0001', 'Tomatoes', 13, 1, 'kg', 4.80);
            INSERT INTO farm.customers (name, email) VALUES ('Anna Adler', 'anna@mail.example');
            INSERT INTO farm.lots (product_id, harvested_on, best_before, status)
            VALUES (1, '2025-06-02', '2025-06-12', 'available'), (1, '2025-06-09', '2025-06-19', 'available');
            INSERT INTO farm.stock_movements (moved_on, lot_id, kind, quantity) VALUES ('2025-06-02', 1, 'receipt', 2.5), ('2025-06-09', 2, 'receipt', 7.5);
            """);
        return database;
    }
}

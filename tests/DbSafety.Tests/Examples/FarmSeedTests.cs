using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The farm with its year of orders.</summary>
[Collection(SeededFarmCollection.Name)]
public sealed class FarmSeedTests(SeededFarm farm)
{
    private TestDatabase Database => farm.Database;

    [Fact]
    public async Task The_seeds_make_a_hundred_thousand_orders_of_one_year()
    {
        Assert.Equal(100_000, await Database.ScalarAsync<long>("SELECT count(*) FROM farm.orders WHERE order_id <= 100000"));
        Assert.Equal(1, await Database.ScalarAsync<long>("""
            SELECT count(DISTINCT extract(year FROM placed_at AT TIME ZONE 'UTC')) FROM farm.orders WHERE order_id <= 100000
            """));
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT count(DISTINCT status) FROM farm.orders"));
        Assert.True(await Database.ScalarAsync<bool>("SELECT min(rows) > 1000 FROM (SELECT count(*) AS rows FROM farm.stock_movements WHERE moved_on >= '2025-01-01' AND moved_on < '2026-01-01' GROUP BY tableoid) AS months"));
    }

    [Fact]
    public async Task The_stock_is_what_the_ledger_says() => Assert.Null(await farm.ReadBrokenRulesAsync());

    [Fact]
    public async Task The_stock_check_finds_a_lot_that_was_changed_by_hand()
    {
        await Database.ExecuteAsync("UPDATE farm.lots SET quantity_on_hand = quantity_on_hand - 1 WHERE lot_id = 2120");
        var broken = await farm.ReadBrokenRulesAsync();
        await Database.ExecuteAsync("UPDATE farm.lots SET quantity_on_hand = quantity_on_hand + 1 WHERE lot_id = 2120");

        Assert.Equal("the stock of a lot is the sum of its movements: 1", broken);
    }

    [Fact]
    public async Task Every_verify_script_holds_on_the_full_database()
    {
        // The second one of the enum asks for what only 0010 brings, so all of them can be asked at the end.
        foreach (var id in FarmFiles.Migrations)
            Assert.Empty(await FarmScripts.VerifyAsync(Database, id));
    }

    [Fact]
    public async Task The_later_rollbacks_give_back_every_row()
    {
        await FarmScripts.DownAsync(Database, after: SeededFarm.SeededAt);
        var contents = await farm.ReadContentsAsync();
        await FarmScripts.UpAsync(Database, after: SeededFarm.SeededAt);

        Assert.Equal(farm.Contents, contents);
        Assert.Null(await farm.ReadBrokenRulesAsync());
    }

    [Fact]
    public async Task A_recalled_lot_becomes_a_spoiled_one_that_says_so_when_its_status_is_rolled_back()
    {
        await Database.ExecuteAsync("UPDATE farm.lots SET status = 'recalled' WHERE lot_id = 42");
        await FarmScripts.DownAsync(Database, after: "0009_create_roles_and_policies");
        var lot = await Database.ScalarAsync<string>("SELECT status || ', ' || note FROM farm.lots WHERE lot_id = 42");
        await FarmScripts.UpAsync(Database, after: "0009_create_roles_and_policies");
        await Database.ExecuteAsync("UPDATE farm.lots SET note = NULL WHERE lot_id = 42");

        Assert.Equal("spoiled, was recalled", lot);
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task Seeds_loaded_again_give_the_same_shop_with_the_later_schema_too()
    {
        TestRun.SkipUnlessLong();
        await FarmScripts.SeedAsync(Database);

        Assert.Equal(farm.Contents, await farm.ReadContentsAsync());
        Assert.Equal(0, await Database.ScalarAsync<long>("""
            SELECT count(*) FROM farm.orders AS sale
            WHERE total_amount <> (SELECT sum(line_total) FROM farm.order_lines AS line WHERE line.order_id = sale.order_id)
            """));
    }

    [Fact]
    public async Task A_lot_cannot_be_oversold()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync("""
            INSERT INTO farm.stock_movements (moved_on, lot_id, kind, quantity)
            SELECT '2025-12-31', lot_id, 'sale', -quantity_on_hand - 1 FROM farm.lots WHERE lot_id = 2120
            """));

        Assert.Equal("lots_cannot_be_oversold", error.ConstraintName);
    }

    [Fact]
    public async Task A_grower_sees_the_own_products_and_no_price_tag_can_be_changed()
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var login = new NpgsqlCommand("SET LOCAL ROLE farm_grower; SET LOCAL farm.grower_id = '5'", connection))
            await login.ExecuteNonQueryAsync();

        await using var products = new NpgsqlCommand("SELECT count(*) = 4 AND bool_and(grower_id = 5) FROM farm.products", connection);
        Assert.Equal(true, await products.ExecuteScalarAsync());
        await using var lots = new NpgsqlCommand("SELECT count(*) = 4 * 53 FROM farm.lots", connection);
        Assert.Equal(true, await lots.ExecuteScalarAsync());
        await using var change = new NpgsqlCommand("UPDATE farm.products SET unit_price = 1", connection);
        var error = await Assert.ThrowsAsync<PostgresException>(() => change.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task A_new_price_closes_the_old_one_and_is_recorded()
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var change = new NpgsqlCommand("UPDATE farm.products SET unit_price = 5.10 WHERE sku = 'TOM-0001'", connection))
            await change.ExecuteNonQueryAsync();

        await using var prices = new NpgsqlCommand("""
            SELECT farm.price_at(1, '2025-03-01') || ' ' || farm.price_at(1, '2025-09-01') || ' ' || farm.price_at(1)
            """, connection);
        Assert.Equal("4.50 4.80 5.10", await prices.ExecuteScalarAsync());
        await using var audit = new NpgsqlCommand("""
            SELECT (old_row ->> 'unit_price') || ' ' || (new_row ->> 'unit_price') FROM audit.changes ORDER BY change_id DESC LIMIT 1
            """, connection);
        Assert.Equal("4.80 5.10", await audit.ExecuteScalarAsync());
    }
}

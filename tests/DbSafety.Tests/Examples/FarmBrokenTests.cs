using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>The migrations that go wrong do go wrong, where and how the demonstration says.</summary>
[Collection(SeededFarmCollection.Name)]
public sealed class FarmBrokenTests(SeededFarm farm)
{
    private TestDatabase Database => farm.Database;

    [Fact]
    public async Task The_first_one_fails_half_way_and_its_rollback_gives_back_the_schema()
    {
        const string Id = "0014_break_prices";
        var before = await CatalogText.ReadAsync(Database);

        var error = await Assert.ThrowsAsync<PostgresException>(() => FarmScripts.RunAsync(Database, FarmFiles.Up(Id)));
        var between = await CatalogText.ReadAsync(Database);
        await FarmScripts.RunAsync(Database, FarmFiles.Rollback(Id));

        Assert.Equal(PostgresErrorCodes.CheckViolation, error.SqlState);
        Assert.NotEqual(before, between);
        Assert.Equal(before, await CatalogText.ReadAsync(Database));
        Assert.Equal(farm.Contents, await farm.ReadContentsAsync());
    }

    [Fact]
    public async Task The_rollback_of_the_first_one_does_no_harm_where_nothing_was_done()
    {
        var before = await CatalogText.ReadAsync(Database);

        await FarmScripts.RunAsync(Database, FarmFiles.Rollback("0014_break_prices"));

        Assert.Equal(before, await CatalogText.ReadAsync(Database));
    }

    [Fact]
    public async Task The_second_one_succeeds_and_its_verify_script_finds_what_it_forgot()
    {
        const string Id = "0015_lose_the_bread";
        var before = await CatalogText.ReadAsync(Database);

        await FarmScripts.RunAsync(Database, FarmFiles.Up(Id));
        var failed = await FarmScripts.VerifyAsync(Database, Id);
        await FarmScripts.RunAsync(Database, FarmFiles.Rollback(Id));

        Assert.Equal(["every_product_has_a_shelf"], failed);
        Assert.Equal(before, await CatalogText.ReadAsync(Database));
    }
}

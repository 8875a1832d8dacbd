using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A column that a rollback made again gets its values back, and nothing else changes.</summary>
public sealed class RestoreColumnTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Only_the_named_columns_of_rows_that_are_there_come_back(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text, major);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("""
            ALTER TABLE farm.orders DROP CONSTRAINT orders_product_id_fkey;
            DROP VIEW farm.price_list;
            DROP POLICY products_read ON farm.products;
            ALTER TABLE farm.products DROP COLUMN price;
            ALTER TABLE farm.products ADD COLUMN price farm.price;
            DELETE FROM farm.products WHERE id <= 4;
            INSERT INTO farm.products (id, grower_id, name, price) VALUES (9001, 1, 'newer', 7);
            UPDATE farm.products SET name = 'renamed' WHERE id = 10;
            """);
        var touched = await bench.Database.ScalarAsync<long>("SELECT sum(touched) FROM farm.products");
        var result = Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Merge, Columns = ["price"] }));
        Assert.Equal((0L, 496L, 0L, 1L, true), (result.Inserted, result.Updated, result.Removed, result.Kept, result.Verified));
        Assert.Equal("496/7.00/renamed", await bench.Database.ScalarAsync<string>(
            "SELECT concat_ws('/', count(*) FILTER (WHERE id < 9000 AND price = id / 10.0), max(price) FILTER (WHERE id = 9001), max(name) FILTER (WHERE id = 10)) FROM farm.products"));
        Assert.Equal(touched, await bench.Database.ScalarAsync<long>("SELECT sum(touched) FROM farm.products"));
        Assert.Contains(result.Detail, line => line.StartsWith("4 rows of the backup", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nowhere", "ColumnNotInBackup")]
    [InlineData("slug", "ColumnNotInBackup")]
    [InlineData("id", "RestoreColumnNotSettable")]
    [InlineData("place", "RestoreColumnsMissing")]
    public async Task A_column_that_cannot_come_back_is_named(string column, string id)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.growers");
        await bench.Database.ExecuteAsync("ALTER TABLE farm.growers DROP COLUMN place");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Merge, Columns = [column] }));
        Assert.Equal(id, error.Id);
        Assert.Contains(column, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_go_with_a_merge_only()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("notes");
        foreach (var request in new[] { new RestoreRequest { Mode = RestoreMode.Swap }, new RestoreRequest { Mode = RestoreMode.Replace }, new RestoreRequest { ExtraRows = ExtraRows.Remove } })
            Assert.Equal("RestoreColumnsNeedMerge", (await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, request with { Columns = ["body"] }))).Id);
    }
}

using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>What a rollback script cannot give back is named, with the command that does.</summary>
public sealed class RollbackAdviceTests
{
    private const string Policy = """
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
            backup: { required: true, prove: false }
        """;

    private const string Sql = """
        CREATE TABLE goods (id integer PRIMARY KEY, name text, price numeric);
        INSERT INTO goods SELECT i, 'good ' || i, i FROM generate_series(1, 10) i;
        """;

    [Fact]
    public async Task A_dropped_column_comes_back_by_the_very_command_that_the_rollback_names()
    {
        await using var project = await TestProject.CreateAsync(sql: Sql, policy: Policy);
        project.With("0001_drop_price", "ALTER TABLE goods DROP COLUMN price", "ALTER TABLE goods ADD COLUMN price numeric");
        await project.MigrateAsync();
        var run = await project.UndoAsync(options => (options.Last, options.SkipRestore) = (1, true));
        var advice = run.Steps.Single(step => step.Name == "Restore from backup").Detail!;
        Assert.Contains("price of public.goods was made anew", advice, StringComparison.Ordinal);
        var words = advice[advice.IndexOf("dbsafety restore", StringComparison.Ordinal)..].Split(' ');
        Assert.Equal(["dbsafety", "restore", words[2], "--table", "public.goods", "--mode", "Merge", "--column", "price"], words);
        await project.RunAsync(new RestoreFromBackupOptions { Backup = words[2], Table = [words[4]], Mode = RestoreMode.Merge, Column = [words[8]] });
        Assert.Equal(10L, project.Host.ResultsOf<TableRestore>().Single().Updated);
        Assert.Equal(55m, await project.Database.ScalarAsync<decimal>("SELECT sum(price) FROM goods"));
    }

    [Fact]
    public async Task A_dropped_table_is_named_and_a_renamed_column_is_not()
    {
        await using var project = await TestProject.CreateAsync(sql: Sql + "CREATE TABLE old (id integer PRIMARY KEY); INSERT INTO old VALUES (1);", policy: Policy);
        project.With("0001_drop", "DROP TABLE old; ALTER TABLE goods RENAME COLUMN name TO label", "CREATE TABLE old (id integer PRIMARY KEY); ALTER TABLE goods RENAME COLUMN label TO name");
        await project.MigrateAsync();
        var advice = (await project.UndoAsync(options => (options.Last, options.SkipRestore) = (1, true))).Steps.Single(step => step.Name == "Restore from backup").Detail!;
        Assert.Contains("public.old was made anew; its 1 rows: dbsafety restore ", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("goods", advice, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task What_the_scripts_cannot_give_back_is_merged_back_from_the_backup(int major)
    {
        await using var project = await TestProject.CreateAsync(major, Sql + "CREATE TABLE old (id integer PRIMARY KEY); INSERT INTO old VALUES (1), (2);", policy: Policy);
        project.With("0001_drop", "ALTER TABLE goods DROP COLUMN price; DROP TABLE old", "ALTER TABLE goods ADD COLUMN price numeric; CREATE TABLE old (id integer PRIMARY KEY)");
        await project.MigrateAsync();
        await project.Database.ExecuteAsync("INSERT INTO goods VALUES (11, 'new')");
        var step = (await project.UndoAsync(options => options.Last = 1)).Steps.Single(step => step.Name == "Restore from backup");
        Assert.Contains("price of public.goods from", step.Detail, StringComparison.Ordinal);
        Assert.Equal(55m, await project.Database.ScalarAsync<decimal>("SELECT sum(price) FROM goods"));
        Assert.Equal((11L, 2L), (await project.Database.ScalarAsync<long>("SELECT count(*) FROM goods"), await project.Database.ScalarAsync<long>("SELECT count(*) FROM old")));
    }
}

using DbSafety.Core.Options;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class AdoptionTests
{
    private const string DbUp = """
        CREATE TABLE schemaversions (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL);
        INSERT INTO schemaversions (scriptname, applied) VALUES ('0001_a.sql', '2024-01-02 03:04:05'), ('0002_b.sql', '2024-01-02 03:04:06');
        """;

    [Fact]
    public async Task A_database_that_another_tool_has_migrated_is_not_migrated_again()
    {
        await using var project = await ThreeAsync();
        var error = await project.MigrateFailsAsync();
        Assert.Equal("ForeignJournalFound", error.Id);
        Assert.Contains("dbsafety baseline --from-journal", error.NextStep, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task What_another_tool_has_applied_is_registered_from_its_journal()
    {
        await using var project = await ThreeAsync();
        await project.RunAsync(new RegisterSafeMigrationOptions { FromJournal = true });
        Assert.Equal(["0001_a", "0002_b"], project.Host.ResultsOf<MigrationInfo>().Select(migration => migration.Id));
        Assert.Equal(["0003_c"], (await project.MigrateAsync()).Migrations.Select(item => item.Id));
        Assert.Equal(2L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM schemaversions"));
    }

    [Fact]
    public async Task What_would_be_registered_is_written_down_and_makes_a_whole_journal()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a ()");
        project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ()");
        var options = new RegisterSafeMigrationOptions { To = "0001_a", Reason = "it's there", OutputScript = true };
        var script = Assert.Single((await project.RunAsync(options)).ResultsOf<TextDocument>()).Text;
        Assert.False(await project.ExistsAsync("dbsafety.journal"));

        await project.Database.ExecuteAsync(script);
        Assert.Equal([MigrationState.Applied, MigrationState.Pending], (await project.StatusAsync()).Select(migration => migration.State));
        Assert.All((await project.RunAsync(new TestSafetyJournalOptions())).ResultsOf<ITestedResult>(), result => Assert.True(result.Passed));
        Assert.Equal(["0002_b"], (await project.MigrateAsync()).Migrations.Select(item => item.Id));
        Assert.Contains("There is nothing to do", Assert.Single((await project.RunAsync(options)).ResultsOf<TextDocument>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_foreign_journal_there_is_nothing_to_register_from()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "SELECT 1");
        var error = await Assert.ThrowsAsync<Core.Errors.DbSafetyException>(() => project.RunAsync(new RegisterSafeMigrationOptions { FromJournal = true }));
        Assert.Equal("ForeignJournalNotFound", error.Id);
    }

    private static async Task<TestProject> ThreeAsync()
    {
        var project = await TestProject.CreateAsync(sql: DbUp);
        return project.With("0001_a", "CREATE TABLE a ()").With("0002_b", "CREATE TABLE b ()").With("0003_c", "CREATE TABLE c ()");
    }
}

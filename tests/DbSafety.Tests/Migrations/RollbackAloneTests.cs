using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class RollbackAloneTests
{
    [Fact]
    public async Task One_in_the_middle_is_rolled_back_where_nothing_after_it_needs_it()
    {
        await using var project = await ThreeAsync("CREATE TABLE c (x int)", "DROP TABLE c");
        var run = await project.UndoAsync(options => (options.Id, options.Only) = ("0002_b", true));
        Assert.Equal("0002_b", Assert.Single(run.Migrations).Id);
        Assert.Contains("the one that the rehearsal ended with", run.Steps.Single(step => step.Name == "Verify restoration").Detail, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("b"));
        Assert.True(await project.ExistsAsync("c"));
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0003_c")).State);
    }

    [Theory]
    [InlineData("CREATE TABLE c (x int REFERENCES b)", "DROP TABLE c", null, "the rollback of 0002_b fails while the later ones stay")]
    [InlineData("ALTER TABLE b ADD y int", "ALTER TABLE b DROP y", null, "the rollback of 0003_c fails after 0002_b was rolled back")]
    [InlineData("SELECT 1", "SELECT 1", "SELECT to_regclass('b') IS NOT NULL", "0003_c does not verify without it")]
    public async Task One_that_others_need_is_refused_with_the_reason(string up, string rollback, string? verify, string reason)
    {
        await using var project = await ThreeAsync(up, rollback, verify);
        var error = await project.UndoFailsAsync(options => (options.Id, options.Only) = ("0002_b", true));
        Assert.Equal(("RollbackNotIndependent", ExitCode.Refused), (error.Id, error.ExitCode));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(await project.ExistsAsync("b"));
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0002_b")).State);
    }

    [Fact]
    public async Task Each_of_several_is_compared_with_its_own_fingerprint()
    {
        await using var project = await ThreeAsync("CREATE TABLE c (x int)", "ALTER TABLE c RENAME TO d");
        project.Write("rollback", "0002_b", "DROP TABLE b; DROP TABLE IF EXISTS d");
        var run = await project.UndoAsync(options => options.Last = 3);
        Assert.Contains("the schema differs from the one that there was before 0003_c", run.Migrations[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("differs", run.Migrations[1].Detail ?? "", StringComparison.Ordinal);
    }

    private static async Task<TestProject> ThreeAsync(string up, string rollback, string? verify = null)
    {
        var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a").With("0002_b", "CREATE TABLE b (x int PRIMARY KEY)", "DROP TABLE b").With("0003_c", up, rollback, verify);
        await project.MigrateAsync();
        return project;
    }
}

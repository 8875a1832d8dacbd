using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class RollbackTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task The_named_migration_and_those_after_it_are_rolled_back_last_first(int major)
    {
        await using var project = await ThreeAsync(major);
        var run = await project.UndoAsync(options => options.Id = "0002_b");

        Assert.Equal((MigrationDirection.Rollback, MigrationOutcome.Succeeded), (run.Direction, run.Outcome));
        Assert.Equal(["0003_c", "0002_b"], run.Migrations.Select(item => item.Id));
        Assert.Equal(["Stop applications", "Run rollback script", "Restore from backup", "Verify restoration", "Resume operations"], run.Steps.Select(step => step.Name));
        Assert.Contains(project.Host.Confirmations, asked => asked.Action.Contains("0003_c, 0002_b", StringComparison.Ordinal));
        Assert.True(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("b"));
        Assert.False(await project.ExistsAsync("c"));
        Assert.EndsWith("run_started rolled_back:0003_c rolled_back:0002_b run_finished", await project.JournalAsync(), StringComparison.Ordinal);
        Assert.Equal([MigrationState.Applied, MigrationState.Pending, MigrationState.Pending], (await project.StatusAsync()).Select(migration => migration.State));
    }

    [Fact]
    public async Task The_last_ones_and_all_can_be_rolled_back()
    {
        await using var project = await ThreeAsync();
        Assert.Equal(["0003_c"], (await project.UndoAsync(options => options.Last = 1)).Migrations.Select(item => item.Id));
        Assert.Equal(["0002_b", "0001_a"], (await project.UndoAsync(options => options.All = true)).Migrations.Select(item => item.Id));
        Assert.Equal(3, (await project.MigrateAsync()).Migrations.Count);
    }

    [Fact]
    public async Task Nothing_happens_when_the_confirmation_is_refused()
    {
        await using var project = await ThreeAsync();
        project.Confirms = false;
        await project.RunAsync(new Core.Options.UndoSafeMigrationOptions { All = true });
        Assert.Empty(project.Host.Results);
        Assert.True(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task WhatIf_shows_the_plan_and_writes_nothing()
    {
        await using var project = await ThreeAsync();
        var before = await project.JournalAsync();
        var run = await project.UndoAsync(options => (options.All, options.WhatIf) = (true, true));
        Assert.Equal((MigrationOutcome.NotRun, 3), (run.Outcome, run.Migrations.Count));
        Assert.Equal(before, await project.JournalAsync());
    }

    [Theory]
    [InlineData(null, null, false, "RollbackNotChosen")]
    [InlineData("0001_a", 1, false, "RollbackNotChosen")]
    [InlineData(null, 0, false, "RollbackNotChosen")]
    [InlineData("0004_d", null, false, "MigrationNotApplied")]
    [InlineData("nonsense", null, false, "MigrationNotApplied")]
    public async Task An_unclear_choice_is_refused(string? id, int? last, bool all, string expected)
    {
        await using var project = await ThreeAsync();
        project.With("0004_d", "SELECT 1");
        Assert.Equal(expected, (await project.UndoFailsAsync(options => (options.Id, options.Last, options.All) = (id, last, all))).Id);
    }

    [Fact]
    public async Task A_rollback_that_cannot_be_read_stops_nobody_where_none_is_asked_for()
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed + "\n    rollback: { required: false }");
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a;\n$$ never closed");
        Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("0001_a.sql, line 2", StringComparison.Ordinal) && warning.Contains("cannot be rolled back by its script", StringComparison.Ordinal));
        Assert.NotNull(await project.UndoFailsAsync(options => options.Last = 1));
        Assert.True(await project.ExistsAsync("a"));

        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a");
        await project.UndoAsync(options => options.Last = 1);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_rollback_that_fails_leaves_the_migration_applied()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a;\nDROP TABLE nowhere");
        await project.MigrateAsync();
        var error = await project.UndoFailsAsync(options => options.Last = 1);

        Assert.Equal(("RollbackFailed", ExitCode.RollbackFailed, 2), (error.Id, error.ExitCode, error.Line));
        Assert.Contains("still applied", error.State, StringComparison.Ordinal);
        Assert.True(await project.ExistsAsync("a"));
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
        project.Write("rollback", "0001_a", "DROP TABLE a");
        await project.UndoAsync(options => options.Last = 1);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("has changed since", StringComparison.Ordinal));
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_verify_script_that_gives_false_has_the_migration_rolled_back()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a", "SELECT true;\nSELECT count(*) = 1 FROM a").With("0002_b", "CREATE TABLE b ()");
        var error = await project.MigrateFailsAsync();

        Assert.Equal(("VerifyFailed", ExitCode.FailedRolledBack, 2), (error.Id, error.ExitCode, error.Line));
        Assert.False(await project.ExistsAsync("a"));
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal("run_started applied:0001_a verify_failed:0001_a rolled_back:0001_a failed:0001_a run_finished", await project.JournalAsync());
        Assert.Equal(MigrationState.Failed, (await project.StatusAsync("0001_a")).State);
    }

    [Theory]
    [InlineData("SELECT NULL::boolean")]
    [InlineData("SELECT true WHERE false")]
    [InlineData("SELECT 1")]
    [InlineData("SELECT true, true")]
    [InlineData("SELECT x FROM (VALUES (true), (false)) v (x)")]
    [InlineData("DO $$ BEGIN RAISE 'no'; END $$")]
    [InlineData("SELECT * FROM nowhere")]
    public async Task Only_true_in_every_row_of_one_column_verifies(string verify)
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a", verify);
        Assert.Equal("VerifyFailed", (await project.MigrateFailsAsync()).Id);
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task A_verify_script_may_try_what_an_application_does_and_leaves_nothing()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int)", "DROP TABLE a", "INSERT INTO a VALUES (1);\nSELECT count(*) = 1 FROM a");
        await project.MigrateAsync();
        Assert.Equal(0L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a"));
    }

    [Fact]
    public async Task A_failing_rollback_after_a_failed_verification_is_the_worst_exit_code()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE nowhere", "SELECT false");
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("RollbackFailed", ExitCode.RollbackFailed), (error.Id, error.ExitCode));
        Assert.Contains("still applied", error.State, StringComparison.Ordinal);
        Assert.Equal(MigrationState.Applied, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task What_breaks_an_application_that_worked_before_is_rolled_back()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE a (x int)",
            checks: "checks:\n  - name: a can be read\n    sql: SELECT count(x) >= 0 FROM a\n");
        project.With("0001_b", "CREATE TABLE b ()", "DROP TABLE b").With("0002_c", "ALTER TABLE a RENAME x TO y", "ALTER TABLE a RENAME y TO x");
        var error = await project.MigrateFailsAsync();

        Assert.Equal(("ApplicationCheckFailed", ExitCode.FailedRolledBack), (error.Id, error.ExitCode));
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal([MigrationState.Failed, MigrationState.Failed], (await project.StatusAsync()).Select(migration => migration.State));
    }

    [Fact]
    public async Task A_rollback_names_the_sessions_that_are_connected()
    {
        await using var project = await ThreeAsync();
        await using var application = new Npgsql.NpgsqlConnection(project.Database.ConnectionString + ";Application Name=shop");
        await application.OpenAsync();
        var run = await project.UndoAsync(options => options.Last = 1);
        Assert.Contains("shop (1)", run.Steps[0].Detail, StringComparison.Ordinal);
    }

    private static async Task<TestProject> ThreeAsync(int major = 18)
    {
        var project = await TestProject.CreateAsync(major);
        project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE a").With("0002_b", "CREATE TABLE b ()", "DROP TABLE b").With("0003_c", "CREATE TABLE c ()", "DROP TABLE c");
        await project.MigrateAsync();
        return project;
    }
}

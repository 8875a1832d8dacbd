using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class StopTests
{
    // A run that waits inside its statement until it is stopped.
    private const string Endless = "CREATE TABLE late ();\nSELECT pg_sleep(600);";

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_run_is_stopped_from_another_session_and_leaves_nothing(int major)
    {
        await using var project = await TestProject.CreateAsync(major);
        project.With("0001_a", Endless);
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        var stopped = await StopAsync(project, migrate);

        var error = await migrate;
        Assert.Equal(("RunStopped", ExitCode.Cancelled), (error.Id, error.ExitCode));
        Assert.Contains("stopped by tester@testbench: too slow", error.Message, StringComparison.Ordinal);
        Assert.Contains("tester@testbench", stopped.Holder, StringComparison.Ordinal);
        Assert.Single(stopped.Sessions);
        Assert.Contains("Nothing of what it meant to apply is there", stopped.State, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("late"));
        Assert.Equal(MigrationState.Pending, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task What_is_there_in_part_is_told_and_can_be_taken_back()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", "CREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\n" + Endless, "DROP TABLE IF EXISTS a");
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        var stopped = await StopAsync(project, migrate);

        var repair = Assert.Single(stopped.Migrations);
        Assert.Equal(MigrationState.Partial, repair.State);
        Assert.Equal([StatementState.Applied, StatementState.Applied, StatementState.NotApplied, StatementState.NotApplied], repair.Statements.Select(statement => statement.State));
        // Whoever stops a run decides what comes next: the stopped one takes nothing back by itself.
        Assert.Equal("RunStopped", (await migrate).Id);
        Assert.True(await project.ExistsAsync("a"));
        await project.RunAsync(new RepairSafeMigrationOptions { RollBack = true });
        Assert.False(await project.ExistsAsync("a"));
    }

    [Fact]
    public async Task The_script_of_a_stop_stops_nothing_until_it_is_run()
    {
        await using var project = await TestProject.CreateAsync();
        project.With("0001_a", Endless);
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        await SleepsAsync(project, migrate);
        var script = Assert.Single((await project.RunAsync(new StopSafeMigrationOptions { OutputScript = true })).ResultsOf<TextDocument>()).Text;
        Assert.False(migrate.IsCompleted);
        Assert.DoesNotContain("stop_requested", await project.JournalAsync(), StringComparison.Ordinal);

        await project.Database.ExecuteAsync(script);
        await migrate;
        Assert.False(await project.ExistsAsync("late"));
    }

    [Fact]
    public async Task Where_no_run_is_under_way_nothing_is_written()
    {
        await using var project = await TestProject.CreateAsync();
        Assert.Empty((await project.RunAsync(new StopSafeMigrationOptions())).Results);
    }

    private static async Task<StoppedRun> StopAsync(TestProject project, Task run)
    {
        await SleepsAsync(project, run);
        return Assert.Single((await project.RunAsync(new StopSafeMigrationOptions { Reason = "too slow" })).ResultsOf<StoppedRun>());
    }

    private static async Task SleepsAsync(TestProject project, Task run)
    {
        while (!run.IsCompleted && await project.Database.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"))
            await Task.Yield();
    }
}

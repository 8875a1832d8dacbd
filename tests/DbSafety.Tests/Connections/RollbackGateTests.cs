using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Connections;

/// <summary>A rollback that keeps the applications out while it runs.</summary>
public sealed class RollbackGateTests
{
    private const string Acl = "SELECT datacl::text FROM pg_database WHERE datname = current_database()";

    private const string Policy = TestProject.Relaxed + "\n    rollback: { applications: suspend, drain: 1ms }";

    [Fact]
    public async Task A_rollback_stops_the_applications_first_and_lets_them_in_last()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy, checks: "checks: [{ name: alive, sql: SELECT true }]");
        await project.With("0001_a", "CREATE TABLE a ()", "DO $$ BEGIN ASSERT NOT (SELECT coalesce(bool_or(a.grantee = 0 AND a.privilege_type = 'CONNECT'), false) FROM pg_database d, aclexplode(d.datacl) a WHERE datname = current_database()); END $$; DROP TABLE a").MigrateAsync();
        await using var app = new NpgsqlConnection(project.Database.ConnectionString);
        await app.OpenAsync();
        var run = await project.UndoAsync(options => options.Last = 1);
        Assert.Equal(MigrationOutcome.Succeeded, run.Outcome);
        Assert.Equal((StepState.Succeeded, "Stop applications"), (run.Steps[0].State, run.Steps[0].Name));
        Assert.Contains("1 sessions ended, 0 left", run.Steps[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("Applications may connect as before.", run.Steps[4].Detail, StringComparison.Ordinal);
        Assert.Equal("alive", Assert.Single(run.Checks).Name);
        Assert.Null(await project.Database.ScalarAsync<string>(Acl));
        Assert.Contains("applications_suspended", await project.JournalAsync(), StringComparison.Ordinal);
        await using var ended = new NpgsqlCommand("SELECT 1", app);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ended.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_rollback_that_fails_and_changes_nothing_lets_them_in_again()
    {
        await using var project = await TestProject.CreateAsync(policy: Policy);
        await project.With("0001_a", "CREATE TABLE a ()", "DROP TABLE nowhere").MigrateAsync();
        var error = await project.UndoFailsAsync(options => options.Last = 1);
        Assert.NotEqual(ErrorKind.StateUnknown, error.Kind);
        Assert.Equal(error.Kind == ErrorKind.RollbackFailed, await project.Database.ScalarAsync<string>(Acl) is not null);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains(error.Kind == ErrorKind.RollbackFailed ? "still kept out" : "may connect as before", StringComparison.Ordinal));
    }
}

using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>The guard stops a change while applications fail: by the rate of errors in the database, and by the application checks.</summary>
public sealed class GuardHealthTests
{
    // It holds no lock that anybody wants: only what fails elsewhere can stop it. A sequence keeps what a rolled back attempt took.
    private const string Endless = "CREATE TABLE b ();\nSELECT pg_sleep(CASE WHEN nextval('attempts') = 1 THEN 600 ELSE 0 END);";

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_change_during_which_too_many_transactions_fail_is_stopped_and_leaves_nothing(int major)
    {
        await using var project = await TestProject.CreateAsync(major, "CREATE SEQUENCE attempts", Policy("errorRate: 0.3", attempts: 1));
        project.With("0001_a", Endless);
        var migrate = Task.Run(() => project.MigrateFailsAsync());
        await SleepsAsync(project, migrate);
        await using (var shop = await project.Database.OpenAsync())
        {
            while (!migrate.IsCompleted)
            {
                await using var failing = new NpgsqlCommand("SELECT 1/0", shop);
                await Assert.ThrowsAsync<PostgresException>(() => failing.ExecuteScalarAsync());
            }
        }

        var error = await migrate;
        Assert.Equal(("GuardLimitReached", ExitCode.LimitReached), (error.Id, error.ExitCode));
        Assert.Contains("ended in a rollback (limit 30 %)", error.Message, StringComparison.Ordinal);
        Assert.Contains("dbsafety health", error.NextStep, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("b"));
        Assert.Equal(MigrationState.Failed, (await project.StatusAsync("0001_a")).State);
    }

    [Fact]
    public async Task Errors_below_the_limit_stop_nothing()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE go (x int)", policy: Policy("errorRate: 0.9", attempts: 1));
        project.With("0001_a", "CREATE TABLE b ();\nDO $$ BEGIN WHILE NOT EXISTS (SELECT FROM go) LOOP PERFORM pg_sleep(0.05); END LOOP; END $$;");
        var migrate = Task.Run(() => project.MigrateAsync());
        await SleepsAsync(project, migrate);
        await using var shop = await project.Database.OpenAsync();
        // Half of them fail, and the server has counted far more than the fewest that the guard looks at.
        long counted = 0;
        while (!migrate.IsCompleted && counted < 100)
        {
            await using var failing = new NpgsqlCommand("SELECT 1/0", shop);
            await Assert.ThrowsAsync<PostgresException>(() => failing.ExecuteScalarAsync());
            await using var count = new NpgsqlCommand("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()", shop);
            counted = (long)(await count.ExecuteScalarAsync())!;
        }

        await project.Database.ExecuteAsync("INSERT INTO go VALUES (1)");
        Assert.Equal("0001_a", Assert.Single((await migrate).Migrations).Id);
    }

    [Fact]
    public async Task A_change_during_which_an_application_check_begins_to_fail_is_stopped_and_tried_again()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE SEQUENCE attempts; CREATE TABLE shop (open bool); INSERT INTO shop VALUES (true)",
            policy: Policy("checks: [shop is open], checkInterval: 100ms", attempts: 5), checks: Checks);
        project.With("0001_a", Endless + "\nDO $$ BEGIN WHILE NOT (SELECT open FROM shop) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;");
        var migrate = Task.Run(() => project.MigrateAsync());
        await SleepsAsync(project, migrate);
        await project.Database.ExecuteAsync("UPDATE shop SET open = false");
        while (!migrate.IsCompleted && await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"))
            await Task.Yield();
        await project.Database.ExecuteAsync("UPDATE shop SET open = true");

        var item = Assert.Single((await migrate).Migrations);
        Assert.Contains(item.Notices, notice => notice.Contains("stopped by the guard", StringComparison.Ordinal) && notice.Contains("an application check fails that passed before it: shop is open", StringComparison.Ordinal));
        Assert.True(await project.ExistsAsync("b"));
    }

    [Fact]
    public async Task A_check_that_failed_before_the_change_stops_nothing_and_is_told()
    {
        await using var project = await TestProject.CreateAsync(sql: "CREATE TABLE shop (open bool); INSERT INTO shop VALUES (false)",
            policy: Policy("checks: all, checkInterval: 100ms", attempts: 1), checks: Checks);
        project.With("0001_a", "CREATE TABLE b ();\nSELECT pg_sleep(0.5);");
        Assert.Single((await project.MigrateAsync()).Migrations);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("does not watch the check 'shop is open'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("errorRate: 5", "environments.development.limits.guard.errorRate must be a share")]
    [InlineData("checks: [shop is opne]", "Did you mean 'shop is open'?")]
    [InlineData("checks: { a: b }", "must be all, none, or a list")]
    [InlineData("checkInterval: 1ms", "must be 100ms or more")]
    public async Task What_the_guard_cannot_watch_is_refused_with_its_place(string guard, string message)
    {
        await using var project = await TestProject.CreateAsync(policy: Policy(guard, attempts: 1), checks: Checks);
        var error = await Assert.ThrowsAsync<DbSafetyException>(project.StatusAsync);
        Assert.Equal(ErrorKind.InvalidProject, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private const string Checks = "checks:\n  - { name: shop is open, sql: SELECT open FROM shop }";

    private static string Policy(string guard, int attempts) => TestProject.Relaxed.Replace("limits: { lockTimeout: 50ms, lockAttempts: 2,",
        $"limits: {{ guard: {{ {guard} }}, statementTimeout: none, longStatementTimeout: none, lockTimeout: 5s, lockAttempts: {attempts},", StringComparison.Ordinal);

    private static async Task SleepsAsync(TestProject project, Task change)
    {
        while (!change.IsCompleted && !await project.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"))
            await Task.Yield();
    }
}

using DbSafety.Core.Errors;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class PreflightTests
{
    private const string Reader = "BEGIN; LOCK TABLE a IN ACCESS SHARE MODE";

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_running_dump_that_holds_what_the_change_wants_is_named_and_the_run_refused(int major)
    {
        await using var project = await ProjectAsync(major: major);
        await using var dump = await OpenAsync(project.Database, "pg_dump", Reader);
        var error = await project.MigrateFailsAsync();
        Assert.Equal(("PreflightRefused", ExitCode.LimitReached), (error.Id, error.ExitCode));
        Assert.Contains($"A running backup, server process {dump.ProcessID} (pg_dump", error.Message, StringComparison.Ordinal);
        Assert.Contains("holds ACCESS SHARE on a", error.Message, StringComparison.Ordinal);
        Assert.False(await project.ExistsAsync("dbsafety.journal"));

        await project.MigrateAsync(options => options.WhatIf = true);
        Assert.Contains(project.Host.Warnings, warning => warning.EndsWith("The run would be refused now.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_policy_only_warns_the_run_tries()
    {
        await using var project = await ProjectAsync("preflight: warn, ");
        await using var dump = await OpenAsync(project.Database, "pg_dump", Reader);
        Assert.Equal("LockLimitReached", (await project.MigrateFailsAsync()).Id);
        Assert.Contains("pg_dump", await project.Database.ScalarAsync<string>("SELECT detail ->> 'preflight' FROM dbsafety.journal WHERE event = 'run_started'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_holds_a_lock_is_named_and_not_refused()
    {
        await using var project = await ProjectAsync();
        await using var reader = await OpenAsync(project.Database, "report", Reader);
        await project.MigrateAsync(options => options.WhatIf = true);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains("(report, role postgres, idle in transaction) holds ACCESS SHARE on a", StringComparison.Ordinal)
            && warning.Contains("ACCESS EXCLUSIVE is wanted", StringComparison.Ordinal) && !warning.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_stand_in_the_way_is_not_named()
    {
        await using var project = await ProjectAsync(up: "ALTER TABLE a SET (fillfactor = 90);");
        await using var reader = await OpenAsync(project.Database, "report", Reader);
        await project.MigrateAsync(options => options.WhatIf = true);
        Assert.DoesNotContain(project.Host.Warnings, warning => warning.Contains("report", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_snapshot_is_named_to_a_concurrent_index()
    {
        await using var project = await ProjectAsync(up: "CREATE INDEX CONCURRENTLY i ON a (x);");
        await using var snapshot = await OpenAsync(project.Database, "report", "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class");
        await project.MigrateAsync(options => options.WhatIf = true);
        Assert.Contains(project.Host.Warnings, warning => warning.Contains($"Server process {snapshot.ProcessID} (report", StringComparison.Ordinal) && warning.Contains("CONCURRENTLY waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_limits_in_force_are_in_the_journal()
    {
        await using var project = await ProjectAsync(up: "-- dbsafety: lock_timeout 70ms\n-- dbsafety: waiting_sessions 3\nALTER TABLE a ADD y int;");
        await project.MigrateAsync();
        const string Limits = "SELECT (detail -> 'limits' ->> 'lock_timeout_ms') || ' ' || (detail -> 'limits' -> 'guard' ->> 'waiting_sessions') FROM dbsafety.journal WHERE event = 'run_started'";
        Assert.Equal("50 10", await project.Database.ScalarAsync<string>(Limits));
        Assert.Equal("70 3", await project.Database.ScalarAsync<string>("SELECT (detail ->> 'lock_timeout_ms') || ' ' || (detail ->> 'waiting_sessions') FROM dbsafety.journal WHERE event = 'applied'"));
    }

    [Theory]
    [InlineData("lock_attempts none")]
    [InlineData("waiting_time 0")]
    [InlineData("deadline soon")]
    public async Task A_limit_that_cannot_be_read_is_refused(string option)
    {
        await using var project = await ProjectAsync(up: $"-- dbsafety: {option}\nSELECT 1;");
        Assert.Equal(ErrorKind.InvalidScript, (await project.MigrateFailsAsync()).Kind);
    }

    private static async Task<TestProject> ProjectAsync(string limits = "", string up = "ALTER TABLE a ADD y int;", int major = 18) =>
        (await TestProject.CreateAsync(major, "CREATE TABLE a (x int)", TestProject.Relaxed.Replace("limits: { ", "limits: { " + limits, StringComparison.Ordinal))).With("0001_a", up);

    // Open for longer than a lock may be waited for: what is younger is ordinary traffic.
    private static async Task<NpgsqlConnection> OpenAsync(TestDatabase database, string application, string sql)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + $";Application Name={application}");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql + "; SELECT pg_sleep(0.1)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}

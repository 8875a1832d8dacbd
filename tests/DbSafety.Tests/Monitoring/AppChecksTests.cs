using System.Net;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Projects;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Monitoring;

public sealed class AppChecksTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly Sessions Nowhere = new(new NpgsqlConnectionStringBuilder("Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d"));

    [Theory]
    [InlineData("SELECT true", null, true, "true")]
    [InlineData("SELECT 1 = 2", null, false, "false")]
    [InlineData("SELECT NULL::boolean", null, false, "null")]
    [InlineData("SELECT i > 0 FROM generate_series(1, 3) i", null, true, "All 3 rows")]
    [InlineData("SELECT i <> 2 FROM generate_series(1, 3) i", null, false, "Row 2 is false")]
    [InlineData("SELECT true WHERE false", null, false, "No row")]
    [InlineData("SELECT 1", null, false, "without 'expect'")]
    [InlineData("SELECT 1, 2", null, false, "2 columns")]
    [InlineData("SELECT count(*) FROM generate_series(1, 3)", "3", true, "'3'")]
    [InlineData("SELECT 1.50::numeric", "1.5", false, "'1.50'")]
    [InlineData("SELECT true", "true", true, "'true'")]
    [InlineData("SELECT NULL", "x", false, "null")]
    [InlineData("SELECT i FROM generate_series(1, 2) i", "1", false, "More than one row")]
    [InlineData("SELECT 1 FROM nowhere", "1", false, "nowhere")]
    [InlineData("CREATE TABLE mine ()", null, false, "read-only transaction")]
    public async Task An_sql_check_is_judged_by_its_rows(string sql, string? expect, bool passed, string detail)
    {
        await using var database = await TestDatabase.CreateAsync();
        var health = Assert.Single(await AppChecks.RunAsync([new SqlCheck("c", sql, expect, Long, 1)], database.Sessions, new TestHost(), default));
        Assert.Equal((passed, "c", "sql"), (health.Passed, health.Name, health.Kind));
        Assert.Contains(detail, health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_an_outcome()
    {
        await using var database = await TestDatabase.CreateAsync();
        var health = Assert.Single(await AppChecks.RunAsync([new SqlCheck("slow", "SELECT pg_sleep(60) IS NULL", null, TimeSpan.FromMilliseconds(200), 1)], database.Sessions, new TestHost(), default));
        Assert.False(health.Passed);
        Assert.Matches("No answer within|statement timeout", health.Detail);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_outcome_without_the_password()
    {
        var health = Assert.Single(await AppChecks.RunAsync([new SqlCheck("c", "SELECT true", null, Long, 1)], Nowhere, new TestHost(), default));
        Assert.False(health.Passed);
        Assert.DoesNotContain("hunter2", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_checks_are_judged_by_status_and_body()
    {
        await using var server = new SmallWebServer(request => request.Url!.AbsolutePath switch
        {
            "/ok" => (200, "{\"status\":\"ok\"}"),
            "/moved" => (302, ""),
            _ => (503, "down"),
        });
        var outcomes = await AppChecks.RunAsync(
        [
            new HttpCheck("plain", server.At("ok"), 200, null, Long, 1),
            new HttpCheck("body", server.At("ok"), 200, "\"ok\"", Long, 1),
            new HttpCheck("other body", server.At("ok"), 200, "fine", Long, 1),
            new HttpCheck("down", server.At("down"), 200, null, Long, 1),
            new HttpCheck("moved", server.At("moved"), 302, null, Long, 1),
            new HttpCheck("closed", new Uri("http://127.0.0.1:1/"), 200, null, Long, 1),
        ], Nowhere, new TestHost(), default);
        Assert.Equal([true, true, false, false, true, false], outcomes.Select(outcome => outcome.Passed));
        Assert.Equal(["plain", "body", "other body", "down", "moved", "closed"], outcomes.Select(outcome => outcome.Name));
        Assert.Contains("It begins: {\"status\"", outcomes[2].Detail, StringComparison.Ordinal);
        Assert.Contains("Status 503; 200 was expected", outcomes[3].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_needs_a_moment_is_asked_again()
    {
        var asked = 0;
        await using var server = new SmallWebServer(_ => (Interlocked.Increment(ref asked) < 3 ? 503 : 200, ""));
        var health = Assert.Single(await AppChecks.RunAsync([new HttpCheck("shop", server.At(""), 200, null, Long, 5)], Nowhere, new TestHost(), default));
        Assert.True(health.Passed);
        Assert.Equal(3, asked);
        Assert.Contains("3 attempts", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_is_no_outcome()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new SmallWebServer(_ =>
        {
            cancellation.Cancel();
            return (503, "");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            AppChecks.RunAsync([new HttpCheck("shop", server.At(""), 200, null, Long, 100)], Nowhere, new TestHost(), cancellation.Token));
    }

    [Fact]
    public async Task The_command_writes_every_outcome_and_then_fails_for_those_that_did_not_pass()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var project = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            checks:
              - { name: good, sql: SELECT true }
              - { name: bad one, sql: SELECT false }
            """);
        project.Host.Environment["DB"] = database.ConnectionString;
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => new TestAppHealthOperation().RunAsync(new TestAppHealthOptions(), project.Host, default));
        Assert.Equal(("AppCheckFailed", ErrorKind.CheckFailed), (error.Id, error.Kind));
        Assert.Equal(["good", "bad one"], project.Host.ResultsOf<AppHealth>().Select(outcome => outcome.Name));

        await new TestAppHealthOperation().RunAsync(new TestAppHealthOptions { Name = ["go*"] }, project.Host, default);
        Assert.Equal("AppCheckNotFound", (await Assert.ThrowsAsync<DbSafetyException>(() => new TestAppHealthOperation().RunAsync(new TestAppHealthOptions { Name = ["x"] }, project.Host, default))).Id);
    }
}

using System.Net;
using System.Net.Sockets;
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

public sealed class MoreChecksTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly Sessions Nowhere = new(new NpgsqlConnectionStringBuilder("Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d"));

    [Theory]
    [InlineData("state", "ok", true, "Status 200")]
    [InlineData("services[1].name", "queue", true, "Status 200")]
    [InlineData("services[2].name", "queue", false, "null; queue was expected")]
    [InlineData("$.depth", "7", true, "Status 200")]
    [InlineData("degraded", null, false, "degraded is false")]
    [InlineData("state", null, true, "Status 200")]
    public async Task A_value_in_the_json_of_the_answer_is_judged(string path, string? equals, bool passed, string detail)
    {
        await using var server = new SmallWebServer(_ => (200, """{"state":"ok","depth":7,"degraded":false,"services":[{"name":"shop"},{"name":"queue"}]}"""));
        var health = await AskAsync(new HttpCheck("c", server.At(""), 200, null, Long, 1) { Json = path, EqualTo = equals });
        Assert.Equal(passed, health.Passed);
        Assert.Contains(detail, health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_or_too_late_does_not_pass()
    {
        await using var server = new SmallWebServer(_ => (200, "<html>"));
        Assert.Contains("no JSON", (await AskAsync(new HttpCheck("c", server.At(""), 200, null, Long, 1) { Json = "a" })).Detail, StringComparison.Ordinal);
        Assert.Contains("at most 0 ms", (await AskAsync(new HttpCheck("c", server.At(""), 200, null, Long, 1) { MaxLatency = TimeSpan.Zero })).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_passes_while_somebody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.True((await AskAsync(new TcpCheck("c", "127.0.0.1", port, Long, 1))).Passed);
        listener.Stop();
        Assert.False((await AskAsync(new TcpCheck("c", "127.0.0.1", port, Long, 1))).Passed);
    }

    [Theory]
    [InlineData(new[] { "dotnet", "--version" }, null, true, "ended with 0")]
    [InlineData(new[] { "dotnet", "--version" }, "no such text", false, "lacks the text")]
    [InlineData(new[] { "dotnet", "no-such-file.dll" }, null, false, "It ended with")]
    [InlineData(new[] { "no-such-program-anywhere" }, null, false, "cannot be started")]
    public async Task A_program_passes_when_it_ends_well(string[] command, string? contains, bool passed, string detail)
    {
        var health = await AskAsync(new CommandCheck("c", command, Path.GetTempPath(), contains, TimeSpan.FromMinutes(2), 1));
        Assert.Equal(passed, health.Passed);
        Assert.Contains(detail, health.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.02, true)]
    [InlineData(0.01, false)]
    public async Task A_query_of_Prometheus_is_judged_by_its_bounds(double most, bool passed)
    {
        string? asked = null;
        await using var server = new SmallWebServer(request =>
        {
            asked = request.QueryString["query"];
            return (200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"app":"shop"},"value":[1,"0.001"]},{"metric":{"app":"till"},"value":[1,"0.015"]}]}}""");
        });
        var health = await AskAsync(new PrometheusCheck("c", server.At(""), "sum(rate(errors[1m])) by (app)", null, null, most, Long, 1));
        Assert.Equal(passed, health.Passed);
        Assert.Equal("sum(rate(errors[1m])) by (app)", asked);
        Assert.Contains(passed ? "app=shop is 0.001, and 1 more" : "app=till is 0.015; at most 0.01 is wanted", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metrics_page_is_judged_by_its_series_and_nothing_proves_nothing()
    {
        await using var server = new SmallWebServer(request => request.Url!.AbsolutePath == "/metrics"
            ? (200, "# TYPE errors counter\nerrors{code=\"500\"} 3 1700000000\nerrors{code=\"404\"} 900\nup 1\nodd NaN\n")
            : (200, """{"data":{"resultType":"vector","result":[]}}"""));
        Assert.True((await AskAsync(new PrometheusCheck("c", server.At("metrics"), null, "up", 1, null, Long, 1))).Passed);
        Assert.True((await AskAsync(new PrometheusCheck("c", server.At("metrics"), null, "errors{code=\"500\"}", null, 5, Long, 1))).Passed);
        Assert.False((await AskAsync(new PrometheusCheck("c", server.At("metrics"), null, "errors", null, 5, Long, 1))).Passed);
        Assert.False((await AskAsync(new PrometheusCheck("c", server.At("metrics"), null, "odd", null, 5, Long, 1))).Passed);
        Assert.Contains("no series", (await AskAsync(new PrometheusCheck("c", server.At("metrics"), null, "none", null, 5, Long, 1))).Detail, StringComparison.Ordinal);
        Assert.Contains("no figure", (await AskAsync(new PrometheusCheck("c", server.At(""), "up", null, null, 5, Long, 1))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_passed_in_the_baseline_counts_against_it()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE state (good bool); INSERT INTO state VALUES (true)");
        using var project = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            checks:
              - { name: state, sql: SELECT good FROM state }
              - { name: broken, sql: SELECT false }
            """);
        project.Host.Environment["DB"] = database.ConnectionString;
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        await RunAsync(project, new TestAppHealthOptions { SaveBaseline = file });
        await RunAsync(project, new TestAppHealthOptions { Baseline = file });
        Assert.Equal(false, project.Host.ResultsOf<AppHealth>()[^1].PassedBefore);
        await database.ExecuteAsync("UPDATE state SET good = false");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, new TestAppHealthOptions { Baseline = file }));
        Assert.Contains("1 of 2 checks did not pass: state", error.Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal("BaselineNotReadable", (await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, new TestAppHealthOptions { Baseline = file }))).Id);
    }

    [Fact]
    public void Every_kind_of_check_is_read_and_what_is_wrong_in_it_is_told()
    {
        using var project = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            checks:
              - { name: a, tcp: "localhost:5672" }
              - { name: b, command: [pwsh, -File, check.ps1] }
              - { name: c, prometheus: "http://localhost:9090", query: up, atLeast: 1 }
              - { name: d, http: "https://shop.example/health", json: status, equals: ok, maxLatency: 500ms, certificateDays: 14 }
            """);
        var checks = DbSafety.Engine.Projects.ProjectFolder.Open(project.Path, project.Host).Configuration.Checks;
        Assert.Equal(["tcp", "command", "prometheus", "http"], checks.Select(check => check.Kind));

        using var wrong = new TempProject("""
            version: 1
            targets: { dev: { environment: development, connectionVariable: DB } }
            checks:
              - { name: a, tcp: localhost }
              - { name: b, command: "rm -rf" }
              - { name: c, prometheus: "http://localhost:9090", query: up }
              - { name: d, http: "http://shop", equals: ok }
            """);
        var error = Assert.Throws<DbSafetyException>(() => DbSafety.Engine.Projects.ProjectFolder.Open(wrong.Path, wrong.Host));
        var text = error.Message + string.Join(' ', error.Detail);
        Assert.All(["a host and its port", "No shell reads them", "neither atLeast nor atMost", "says nothing without json"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private static async Task<AppHealth> AskAsync(AppCheck check) => Assert.Single(await AppChecks.RunAsync([check], Nowhere, new TestHost(), default));

    private static Task RunAsync(TempProject project, TestAppHealthOptions options) => new TestAppHealthOperation().RunAsync(options, project.Host, default);
}

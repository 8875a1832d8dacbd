using System.Text.Json;
using Xunit;

namespace DbSafety.Tests.Cli;

public sealed class DemoTests
{
    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task The_demo_holds_all_its_claims_and_cleans_up()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("DBSAFETY_TEST_LONG") == "1", "Takes minutes: only with DBSAFETY_TEST_LONG=1.");
        var run = await CliRun.RunAsync("demo", "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        using var report = JsonDocument.Parse(run.Output);
        var claims = report.RootElement.GetProperty("claims").EnumerateArray().Select(claim => claim.GetString()).ToList();
        Assert.Contains("the whole database holds what it held before the accident", claims);
        Assert.Contains("the whole database holds what it held before the rollback", claims);
        Assert.Contains("the server, its files and the web shop are gone", claims);
    }
}

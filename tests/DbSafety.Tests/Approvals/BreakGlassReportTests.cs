using System.Net;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using Xunit;

namespace DbSafety.Tests.Approvals;

public sealed class BreakGlassReportTests
{
    private const string Policy = "    backup: { required: false }\n    approvals: { firstModification: none, productionDeployment: { how: signed, roles: [dba] }, breakGlass: { roles: [reader] } }";
    private const string Mark = "🟥 BREAK-GLASS, not countersigned: oscar acted alone: the shop is down";

    [Fact]
    public async Task An_incident_report_carries_the_mark_until_it_is_countersigned_and_the_end_of_the_chain()
    {
        await using var bench = await ApprovalBench.CreateAsync(Policy);
        await bench.ApprovedAsync();
        await bench.Project.MigrateAsync();
        var log = await File.ReadAllTextAsync(bench.Project.LogPath);
        Assert.Contains($"journal {await HeadAsync(bench, "event = 'run_finished'")}", log, StringComparison.Ordinal);

        bench.WithRunbook();
        var run = await bench.WaitingAsync();
        var plan = bench.Newest("runbook");
        await bench.SubmitAsync(options => options.Plan = plan);
        await bench.ApproveAsync("oscar", options => (options.Plan, options.BreakGlass, options.Reason) = (plan, true, "the shop is down"));
        var done = (await bench.Project.RunAsync(new ResumeSafetyRunOptions { RunId = run.RunId, Target = "main" })).ResultsOf<SafetyRun>().Single();
        Assert.Contains(Mark, done.Steps[^1].Detail, StringComparison.Ordinal);

        var (markdown, page) = await ReportAsync(bench);
        Assert.Contains($"> **{Mark}**", markdown, StringComparison.Ordinal);
        Assert.Contains($"| Journal of main | {await HeadAsync(bench, "true")}", markdown, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"glass\">{WebUtility.HtmlEncode(Mark)}</p>", page, StringComparison.Ordinal);

        await bench.ApproveAsync("bob", options => options.Plan = bench.Newest("owed"));
        (markdown, page) = await ReportAsync(bench);
        Assert.DoesNotContain($"> **{Mark}**", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"glass\"", page, StringComparison.Ordinal);
    }

    private static async Task<string> HeadAsync(ApprovalBench bench, string condition) =>
        await bench.Project.Database.ScalarAsync<string>($"SELECT position || ':' || hash FROM dbsafety.journal WHERE {condition} ORDER BY position DESC LIMIT 1") ?? "";

    private static async Task<(string Markdown, string Page)> ReportAsync(ApprovalBench bench)
    {
        var report = (await bench.Project.RunAsync(new NewIncidentReportOptions())).ResultsOf<IncidentReport>().Single();
        return (await File.ReadAllTextAsync(report.Markdown), await File.ReadAllTextAsync(report.Html));
    }
}

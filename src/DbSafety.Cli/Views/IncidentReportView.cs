using DbSafety.Core.Results.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class IncidentReportView : ResultView<IncidentReport>
{
    protected override IRenderable List(IReadOnlyList<IncidentReport> results) => new Rows(results.SelectMany(Lines));

    private static IEnumerable<IRenderable> Lines(IncidentReport report)
    {
        yield return new Markup($"[bold]{Parts.Safe(report.Title)}[/]  {report.Severity}, {(report.Closed ? "[green]closed[/]" : "[yellow]open[/]")}");
        yield return new Markup(Parts.Safe(report.Summary));
        foreach (var item in report.Open)
            yield return new Markup($"  [yellow]open[/] {Parts.Safe(item)}");
        yield return new Markup($"  [grey]report[/] {Parts.Safe(report.Markdown)}");
        yield return new Markup($"  [grey]page[/]   {Parts.Safe(report.Html)}");
        if (report.Mail is { } mail)
            yield return new Markup($"  [grey]mail[/]   {Parts.Safe(mail)}");
        if (report.Webhook is { } webhook)
            yield return new Markup($"  [grey]hook[/]   {Parts.Safe(webhook)}");
    }
}

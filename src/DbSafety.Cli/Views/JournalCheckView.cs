using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Journals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class JournalCheckView : ResultView<JournalCheck>
{
    protected override IRenderable List(IReadOnlyList<JournalCheck> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(JournalCheck result) => Parts.Stack(
        result.Findings.Count == 0 ? null : Findings(result.Findings),
        Parts.Facts(
            ("Journal of", $"[bold]{Parts.Safe(result.Target)}[/] {(result.Passed ? "[green]✓ nothing was changed, as far as can be seen[/]" : "[red]✗ it was changed[/]")}"),
            ("Database", result.Database is null ? "[grey]not asked[/]" : $"{Parts.Safe(result.Database)}, {Units.Count(result.Rows, "event")}"),
            ("File", result.File is null ? "[grey]none[/]" : $"{Parts.Safe(result.File)}, {Units.Count(result.Lines, "line")}"),
            ("Witnesses", $"{Units.Count(result.Witnesses)} kept elsewhere and found"),
            ("Head", result.Head is null ? null : Parts.Safe(result.Head.ToString()))));

    private static Table Findings(IReadOnlyList<JournalFinding> findings)
    {
        var table = Parts.Table("", "Finding", "Where", "What");
        foreach (var finding in findings)
        {
            table.AddRow(finding.IsNotice ? "[yellow]![/]" : "[red]✗[/]", Parts.Safe(finding.Id),
                $"{(finding.Place == JournalPlace.File ? "file" : "database")}{(finding.At is { } at ? $", {(finding.Place == JournalPlace.File ? "line" : "position")} {at}" : "")}", Parts.Safe(finding.Message));
        }

        return table;
    }
}

using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Monitoring;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class IntegrityCheckView : ResultView<IntegrityCheck>
{
    protected override IRenderable List(IReadOnlyList<IntegrityCheck> results)
    {
        var table = Parts.Table("", "Check", "Object", ">Found", "Detail");
        foreach (var check in results)
            table.AddRow(Mark(check.State), Parts.Safe(check.Check), $"[bold]{Parts.Safe(check.Object)}[/]", check.State == IntegrityState.Failed ? Units.Count(check.Found) : "", Parts.Safe(check.Detail));
        var notChecked = results.Count(check => check.State == IntegrityState.NotChecked);
        return Parts.Stack(table, Parts.Lines([$"{Units.Count(results.Count(check => check.State == IntegrityState.Failed), "finding")}; {Units.Count(notChecked)} not checked."]));
    }

    private static string Mark(IntegrityState state) => state switch
    {
        IntegrityState.Passed => "[green]✓[/]",
        IntegrityState.Failed => "[red]✗[/]",
        _ => "[grey]not checked[/]",
    };
}

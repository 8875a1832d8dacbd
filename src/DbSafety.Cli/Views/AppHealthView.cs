using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class AppHealthView : ResultView<AppHealth>
{
    protected override IRenderable List(IReadOnlyList<AppHealth> results)
    {
        var table = Parts.Table("", "Check", "Kind", ">Answer", "Seen");
        foreach (var check in results)
            table.AddRow(Parts.Yes(check.Passed), $"[bold]{Parts.Safe(check.Name)}[/]", Parts.Safe(check.Kind), Units.Duration(check.Latency), Parts.Safe(check.Detail));
        return table;
    }
}

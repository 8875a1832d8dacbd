using DbSafety.Core.Results.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class RunbookInfoView : ResultView<RunbookInfo>
{
    protected override IRenderable List(IReadOnlyList<RunbookInfo> results)
    {
        if (results.Count == 1)
            return Whole(results[0]);
        var table = Parts.Table("", "Runbook", "Inputs", "Steps");
        foreach (var runbook in results)
        {
            var steps = runbook.Problem is null ? string.Join("\n", runbook.Steps.Select((step, index) => $"{index + 1}. {Parts.Safe(step)}")) : $"[red]{Parts.Safe(runbook.Problem)}[/]";
            table.AddRow(Parts.Yes(runbook.Problem is null), $"[bold]{Parts.Safe(runbook.Name)}[/]{(runbook.BuiltIn ? "\n[grey]built in[/]" : "")}", string.Join("\n", runbook.Inputs.Select(Parts.Safe)), steps);
        }

        return table;
    }

    private static Rows Whole(RunbookInfo runbook)
    {
        var lines = new List<IRenderable> { new Markup($"[bold]{Parts.Safe(runbook.Name)}[/]  [grey]{Parts.Safe(runbook.Path)}[/]") };
        if (runbook.Description is not null)
            lines.Add(new Markup(Parts.Safe(runbook.Description)));
        if (runbook.Problem is not null)
            lines.Add(new Markup($"[red]{Parts.Safe(runbook.Problem)}[/]"));
        lines.AddRange(runbook.Inputs.Select(input => new Markup($"  [grey]input[/] {Parts.Safe(input)}")));
        lines.AddRange(runbook.Steps.Select((step, index) => new Markup($"  {index + 1}. {Parts.Safe(step)}")));
        return new Rows(lines);
    }
}

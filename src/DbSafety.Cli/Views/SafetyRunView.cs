using DbSafety.Cli.Hosting;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

/// <summary>One run step by step, or a line for each of several.</summary>
internal sealed class SafetyRunView : ResultView<SafetyRun>
{
    protected override IRenderable List(IReadOnlyList<SafetyRun> results)
    {
        if (results.Count == 1)
            return Whole(results[0]);
        var table = Parts.Table("Run", "Runbook", "Target", "Status", "Started", "Next");
        foreach (var run in results)
            table.AddRow(Parts.Safe(run.RunId), $"[bold]{Parts.Safe(run.Runbook)}[/]", Parts.Safe(run.Target ?? ""), Status(run.Status), run.Started is { } started ? $"{started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "", Parts.Safe(run.NextStep ?? ""));
        return table;
    }

    private static Rows Whole(SafetyRun run)
    {
        var table = Parts.Table("", "Step", "What", "State", ">Time", "Detail");
        foreach (var step in run.Steps)
            table.AddRow(Sign(step.State), Parts.Safe(step.Address), Name(step), Parts.Safe(State(run, step)), step.Duration is { } duration ? Units.Duration(duration) : "", Parts.Safe(step.Detail ?? ""));
        var lines = new List<IRenderable>
        {
            new Markup($"[bold]{Parts.Safe(run.Runbook)}[/] {Status(run.Status)}  [grey]{Parts.Safe(string.Join(", ", new[] { run.RunId, run.Target, run.Operator }.Where(text => !string.IsNullOrEmpty(text))))}[/]"),
            table,
        };
        if (run.Question is not null)
            lines.Add(new Markup($"[yellow]It waits for an answer:[/] {Parts.Safe(run.Question)}"));
        if (run.NextStep is not null)
            lines.Add(new Markup($"[grey]Next[/]  {Parts.Safe(run.NextStep)}"));
        return new Rows(lines);
    }

    private static string Name(SafetyRunStep step)
    {
        var isPart = step.Address.Contains('.', StringComparison.Ordinal);
        return isPart ? $"  {Parts.Safe(step.Name)}" : $"[bold]{Parts.Safe(step.Name)}[/]";
    }

    private static string State(SafetyRun run, SafetyRunStep step) => run.Status == RunStatus.Planned
        ? step.Effect switch { StepEffect.Changes => "would change", StepEffect.OnlyReads => "only reads", StepEffect.Asks => "asks a person", _ => "unknown" }
        : step.State.ToString();

    private static string Sign(StepState state) => state switch
    {
        StepState.Succeeded => "[green]✓[/]",
        StepState.Failed or StepState.TimedOut => "[red]✗[/]",
        StepState.Skipped => "[grey]–[/]",
        StepState.Waiting => "[yellow]?[/]",
        StepState.Cancelled => "[yellow]■[/]",
        StepState.Running => "[blue]…[/]",
        _ => " ",
    };

    private static string Status(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "[green]Succeeded[/]",
        RunStatus.Failed => "[red]Failed[/]",
        RunStatus.Recovered or RunStatus.Escalated or RunStatus.Waiting or RunStatus.Cancelled or RunStatus.Interrupted => $"[yellow]{status}[/]",
        _ => status.ToString(),
    };
}

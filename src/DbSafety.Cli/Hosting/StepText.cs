using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>The line of a step that has ended.</summary>
internal static class StepText
{
    public static string Markup(StepReport step)
    {
        var (sign, colour, word) = step.State switch
        {
            StepState.Succeeded => ("✓", "green", "done"),
            StepState.Failed => ("✗", "red", "failed"),
            StepState.Skipped => ("–", "grey", "skipped"),
            StepState.TimedOut => ("✗", "red", "timed out"),
            StepState.Waiting => ("?", "yellow", "waits"),
            StepState.Cancelled => ("■", "yellow", "stopped"),
            _ => ("…", "blue", "running"),
        };
        var detail = string.IsNullOrEmpty(step.Detail) ? "" : $" [grey]{step.Detail.EscapeMarkup()}[/]";
        return $"[{colour}]{sign}[/] {step.Number}/{step.Count} [bold]{step.Name.EscapeMarkup()}[/] [{colour}]{word}[/]{detail}";
    }
}

using System.Globalization;
using DbSafety.Core.Errors;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>An error in its three parts: what happened, what state things are in, what to run next.</summary>
internal static class ErrorView
{
    public static void Write(IAnsiConsole console, DbSafetyException error, bool verbose)
    {
        console.MarkupLine($"[red bold]✗ {error.Message.EscapeMarkup()}[/]");
        if (Place(error) is { } place)
            console.MarkupLine($"  [blue]{place.EscapeMarkup()}[/]");
        foreach (var line in error.Detail)
            console.MarkupLine($"  [grey]{line.EscapeMarkup()}[/]");
        if (error.State is not null)
            console.MarkupLine($"  [bold]State[/]  {error.State.EscapeMarkup()}");
        if (error.NextStep is not null)
            console.MarkupLine($"  [bold]Next[/]   [green]{error.NextStep.EscapeMarkup()}[/]");
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"  [grey]{error.Id}, exit code {(int)error.ExitCode}[/]"));
        if (verbose && error.InnerException is not null)
            console.WriteLine(error.InnerException.ToString());
    }

    // The form that editors and build logs make a link of.
    private static string? Place(DbSafetyException error) => error.Script is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{error.Script}{(error.Line is { } line ? $":{line}" : "")}{(error.Column is { } column ? $":{column}" : "")}");
}

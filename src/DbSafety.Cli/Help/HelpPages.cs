using System.Reflection;
using System.Text.Json;
using DbSafety.Cli.Arguments;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using Spectre.Console;

namespace DbSafety.Cli.Help;

/// <summary>The pages of the help, written to standard output.</summary>
internal static class HelpPages
{
    private const int ReadableWidth = 110;

    public static int Version(Terminal terminal, bool json)
    {
        var version = typeof(HelpPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        terminal.Output.WriteLine(json ? JsonSerializer.Serialize(new { Version = version }, JsonOutput.Options) : $"dbsafety {version}");
        return (int)ExitCode.Success;
    }

    /// <summary>All commands, by task.</summary>
    public static int Overview(Terminal terminal)
    {
        var page = new HelpPage(terminal.Output, ReadableWidth);
        page.Line("[bold]dbsafety[/] makes changing a live PostgreSQL database safe: proven backups, rehearsed changes, written procedures.");
        page.Heading("Usage");
        page.Line("  dbsafety [blue]<command>[/] [grey][[options]][/]");
        page.Line("  dbsafety [blue]help <command>[/]");
        foreach (var (title, commands) in CommandGroups.All)
        {
            page.Heading(title);
            page.Pairs([.. commands.Select(command => ($"[blue]{command.Command.ShortName ?? command.Name}[/]", command.Command.Summary))], 12);
        }

        page.Heading("Every command takes");
        page.Pairs([.. GlobalSwitch.All.Select(one => (Name(one), one.Help))], 16);
        page.Line("");
        page.Line("  The full names of the PowerShell commands work as well: [blue]dbsafety New-LogicalBackup -Table products[/].");
        return (int)ExitCode.Success;
    }

    /// <summary>One command.</summary>
    public static int Command(Terminal terminal, CommandDefinition command)
    {
        var page = new HelpPage(terminal.Output, ReadableWidth);
        var name = command.Command.ShortName ?? command.Name;
        page.Line($"[bold]dbsafety {name}[/]{(command.Command.ShortName is null ? "" : $" [grey]({command.Name})[/]")}");
        page.Text("  ", command.Command.Summary);
        page.Heading("Usage");
        page.Line($"  dbsafety [blue]{name}[/]{Positions(command)} [grey][[options]][/]");

        var own = command.Parameters.Where(parameter => parameter.Property.DeclaringType == command.OptionsType).ToList();
        Parameters(page, "Options", own);
        Parameters(page, "Where and how", [.. command.Parameters.Except(own)]);
        page.Heading("Every command takes");
        page.Pairs([.. GlobalSwitch.All.Where(one => one.Name != "version").Select(one => (Name(one), one.Help))], 16);
        if (UsageExamples.Of(command) is { Count: > 0 } examples)
        {
            page.Heading("Examples");
            foreach (var (line, meaning) in examples)
            {
                page.Line($"  [green]dbsafety {line.EscapeMarkup()}[/]");
                page.Text("      ", meaning);
            }
        }

        page.Heading("Exit codes");
        page.Pairs([.. Enum.GetValues<ExitCode>().Select(code => ($"{(int)code}", ExitCodeTexts.Of(code)))], 6);
        return (int)ExitCode.Success;
    }

    private static void Parameters(HelpPage page, string heading, IReadOnlyList<ParameterDefinition> parameters)
    {
        if (parameters.Count == 0)
            return;
        page.Heading(heading);
        foreach (var parameter in parameters)
        {
            page.Line($"  [blue]--{parameter.OptionName}[/]{ParameterText.Value(parameter)}{ParameterText.Remark(parameter)}");
            page.Text("      ", parameter.Parameter.Help);
        }
    }

    private static string Name(GlobalSwitch one) => $"[blue]--{one.Name}[/]{(one.Short is null ? "" : $", [blue]-{one.Short}[/]")}";

    private static string Positions(CommandDefinition command) => string.Concat(command.Parameters
        .Where(parameter => parameter.Parameter.Position >= 0)
        .OrderBy(parameter => parameter.Parameter.Position)
        .Select(parameter => parameter.Parameter.Required
            ? $" [blue]<{parameter.OptionName}>[/]"
            : $" [grey][[{parameter.OptionName}{(parameter.IsArray ? " ..." : "")}]][/]"));
}

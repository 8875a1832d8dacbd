using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class MigrationHazardView : ResultView<MigrationHazard>
{
    protected override IRenderable List(IReadOnlyList<MigrationHazard> results) =>
        Parts.Stack([.. results.Select(One), Summary(results)]);

    protected override IRenderable One(MigrationHazard result) => new Padder(Parts.Stack(
        new Markup($"{Mark(result)} [bold]{Parts.Safe(result.Title)}[/]{(result.Object is null ? "" : $" [blue]{Parts.Safe(result.Object)}[/]")}"),
        Indented($"[grey]{Parts.Safe(Path(result.Path))}:{result.Line}[/]  {Parts.Safe(result.Statement)}"),
        Indented(Parts.Safe(result.Reason)),
        result.AllowedBecause is { } reason ? Indented($"[green]allowed because {Parts.Safe(reason)}[/]") : Indented($"[green]{Parts.Safe(result.SaferForm)}[/]")),
        new Padding(0, 0, 0, 1));

    private static Padder Indented(string markup) => new(new Markup(markup), new Padding(4, 0, 0, 0));

    private static string Mark(MigrationHazard hazard) => hazard switch
    {
        { AllowedBecause: not null } => $"[grey]{hazard.Rule} allowed[/]",
        { Severity: HazardSeverity.Error } => $"[red]{hazard.Rule} error[/]",
        { Severity: HazardSeverity.Warning } => $"[yellow]{hazard.Rule} warning[/]",
        _ => $"[grey]{hazard.Rule} info[/]",
    };

    private static Markup Summary(IReadOnlyList<MigrationHazard> hazards)
    {
        var open = hazards.Where(hazard => hazard.AllowedBecause is null).ToList();
        var parts = new[]
        {
            Units.Count(open.Count(hazard => hazard.Severity == HazardSeverity.Error), "error"),
            Units.Count(open.Count(hazard => hazard.Severity == HazardSeverity.Warning), "warning"),
            $"{Units.Count(open.Count(hazard => hazard.Severity == HazardSeverity.Info))} for information",
            hazards.Count > open.Count ? $"{Units.Count(hazards.Count - open.Count)} allowed" : null,
        };
        return new Markup(Parts.Safe(string.Join(", ", parts.Where(part => part is not null)) + "."));
    }

    private static string Path(string path)
    {
        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SchemaDifferenceView : ResultView<SchemaDifference>
{
    // What somebody reads at a console; --json has all of it.
    private const int MostLines = 12;

    protected override IRenderable List(IReadOnlyList<SchemaDifference> results) => new Rows(results.SelectMany(Lines).Select(line => new Markup(line)));

    private static IEnumerable<string> Lines(SchemaDifference difference)
    {
        var (sign, colour) = difference.Change switch
        {
            SchemaChange.Missing => ("−", "red"),
            SchemaChange.Extra => ("+", "green"),
            _ => ("≠", "yellow"),
        };
        yield return $" [{colour}]{sign} {difference.Change.ToString().ToLowerInvariant(),-8}[/] [bold]{Parts.Safe(difference.Object)}[/] [grey]{difference.Severity.ToString().ToLowerInvariant()}[/]";
        foreach (var line in difference.Detail.Take(MostLines))
            yield return $"     [{(line.StartsWith('-') ? "red" : line.StartsWith('+') ? "green" : "grey")}]{Parts.Safe(line)}[/]";
        if (difference.Detail.Count > MostLines)
            yield return $"     [grey]… and {Units.Count(difference.Detail.Count - MostLines, "line")} more[/]";
    }
}

using DbSafety.Core.Results.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class RunbookTestView : ResultView<RunbookTest>
{
    protected override IRenderable List(IReadOnlyList<RunbookTest> results) => new Rows(results.SelectMany(Lines));

    private static IEnumerable<IRenderable> Lines(RunbookTest test)
    {
        yield return new Markup($"{Parts.Yes(test.Passed)} [bold]{Parts.Safe(test.Name)}[/]  [grey]{Parts.Safe(test.Path)}[/]");
        foreach (var problem in test.Problems)
            yield return new Markup($"    {Parts.Safe(problem)}");
        foreach (var warning in test.Warnings)
            yield return new Markup($"    [yellow]{Parts.Safe(warning)}[/]");
    }
}

using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class BackupTestView : ResultView<BackupTest>
{
    protected override IRenderable List(IReadOnlyList<BackupTest> results)
    {
        var table = Parts.Table("", "Table", ">Rows", "File", "Restored", "Row count", "Content", "Structure", ">Time");
        foreach (var test in results)
        {
            table.AddRow(
                Parts.Yes(test.Passed),
                $"[bold]{Parts.Safe(test.Table)}[/]",
                Units.Count(test.Rows),
                Parts.Yes(test.FileIntact),
                Parts.Yes(test.Restored),
                Parts.Yes(test.RowsEqual),
                Parts.Yes(test.ContentEqual),
                Parts.Yes(test.StructureEqual),
                Units.Duration(test.Duration));
        }

        var passed = results.Count(test => test.Passed);
        return Parts.Stack(
            table,
            Parts.Lines([.. results.SelectMany(test => test.Detail.Select(line => $"{test.Table}: {line}"))], "yellow"),
            Parts.Lines([$"{Units.Count(passed)} of {Units.Count(results.Count, "table")} passed."], passed == results.Count ? "green" : "red"));
    }
}

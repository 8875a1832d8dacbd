using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SeedFileResultView : ResultView<SeedFileResult>
{
    protected override IRenderable List(IReadOnlyList<SeedFileResult> results)
    {
        var table = Parts.Table("File", ">Statements", ">Rows", ">Time");
        foreach (var file in results)
            table.AddRow(Parts.Safe(Path.GetFileName(file.File)), Units.Count(file.Statements), Units.Count(file.Rows), Units.Duration(file.Duration));
        return table;
    }
}

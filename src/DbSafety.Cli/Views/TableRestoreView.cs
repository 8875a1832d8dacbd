using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class TableRestoreView : ResultView<TableRestore>
{
    protected override IRenderable List(IReadOnlyList<TableRestore> results)
    {
        var table = Parts.Table("Table", "Done", ">In backup", ">Inserted", ">Updated", ">Removed", ">Kept", "Compared", ">Time");
        foreach (var restore in results)
        {
            table.AddRow(
                $"[bold]{Parts.Safe(restore.Table)}[/]",
                restore.Changed ? restore.Mode.ToString().ToLowerInvariant() : "[yellow]nothing (what if)[/]",
                Units.Count(restore.RowsInBackup),
                Parts.Count(restore.Inserted, "green"),
                Parts.Count(restore.Updated, "green"),
                Parts.Count(restore.Removed),
                Parts.Count(restore.Kept),
                restore.Changed ? Parts.Yes(restore.Verified) : "[grey]–[/]",
                Units.Duration(restore.Duration));
        }

        return Parts.Stack(
            table,
            Parts.Lines([.. results.Select(restore => restore.LockedFor).OfType<TimeSpan>().Take(1).Select(time => $"Live tables were locked for {Units.Duration(time)}.")]),
            Parts.Lines([.. results.SelectMany(restore => restore.Detail.Select(line => $"{restore.Table}: {line}"))], "yellow"));
    }
}

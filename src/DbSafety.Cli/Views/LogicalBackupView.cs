using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class LogicalBackupView : ResultView<LogicalBackup>
{
    protected override IRenderable List(IReadOnlyList<LogicalBackup> results)
    {
        var table = Parts.Table("Backup", "Created", "Database", ">Tables", ">Rows", ">Size", "Proven");
        foreach (var backup in results)
        {
            table.AddRow(
                $"[bold]{Parts.Safe(backup.Id)}[/]",
                Units.Moment(backup.Created),
                Parts.Safe(backup.Target ?? backup.Database),
                Units.Count(backup.Tables.Count),
                Units.Count(backup.Rows) + (backup.Tables.Any(one => one.Filter is not null) ? " [yellow]filtered[/]" : ""),
                Units.Bytes(backup.Bytes),
                Proven(backup));
        }

        return table;
    }

    protected override IRenderable One(LogicalBackup result)
    {
        var table = Parts.Table("Table", ">Rows", ">Size", "File");
        foreach (var one in result.Tables)
            table.AddRow($"[bold]{Parts.Safe(one.Table)}[/]", Units.Count(one.Rows), Units.Bytes(one.Bytes), $"[grey]{Parts.Safe(one.File)}[/]");
        return Parts.Stack(
            table,
            Parts.Facts(
                ("Backup", $"[bold]{Parts.Safe(result.Id)}[/] of {Parts.Safe(result.Database)}, PostgreSQL {Parts.Safe(result.ServerVersion)}"),
                ("Size", $"{Units.Count(result.Rows, "row")}, {Units.Bytes(result.UncompressedBytes)} in {Units.Bytes(result.Bytes)}, {Units.Duration(result.Duration)}"),
                ("Folder", Parts.Safe(result.Path)),
                ("Manifest", Parts.Safe(result.Manifest)),
                ("Only rows", result.Tables.Select(one => one.Filter).FirstOrDefault(filter => filter is not null) is { } filter ? $"[yellow]WHERE {Parts.Safe(filter)}[/]" : null),
                ("Proven", Proven(result))),
            Parts.Lines(result.Warnings, "yellow"));
    }

    private static string Proven(LogicalBackup backup) =>
        backup.Proven is { } moment ? $"[green]✓[/] {Units.Moment(moment)}" : "[yellow]not yet[/] [grey](dbsafety prove)[/]";
}

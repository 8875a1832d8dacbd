using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class MigrationRunView : ResultView<MigrationRun>
{
    private static readonly AppHealthView Checks = new();

    protected override IRenderable List(IReadOnlyList<MigrationRun> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(MigrationRun result) => Parts.Stack(
        result.Migrations.Count == 0 ? Parts.Lines(["There was nothing to do."]) : Items(result.Migrations),
        result.Checks.Count == 0 ? null : Checks.Render([.. result.Checks], many: true),
        Parts.Facts(
            ("Run", $"{Parts.Safe(result.RunId)}, {(result.Direction == MigrationDirection.Up ? "applying" : "rolling back")}"),
            ("Target", $"[bold]{Parts.Safe(result.Target)}[/] ({Parts.Safe(result.Environment)})"),
            ("Outcome", Outcome(result.Outcome)),
            ("Alone", result.BreakGlass is null ? null : $"[bold red]{Parts.Safe(result.BreakGlass)}[/]"),
            ("Backup", result.Backup is { } backup
                ? $"{Parts.Safe(backup.Id)}, {Units.Count(backup.Tables.Count, "table")}, {(backup.Proven is null ? "[yellow]not proven[/]" : "[green]proven[/]")}" : null),
            ("Time", Units.Duration(result.Duration)),
            ("Journal", result.Journal is null ? null : Parts.Safe(result.Journal.ToString())),
            ("Log", result.Log is null ? null : Parts.Safe(result.Log))));

    private static Table Items(IReadOnlyList<MigrationRunItem> items)
    {
        var table = Parts.Table("Migration", "Outcome", ">Statements", ">Transactions", "Tables", ">Time", "Notes");
        foreach (var item in items)
        {
            table.AddRow(
                $"[bold]{Parts.Safe(item.Id)}[/]",
                Outcome(item.Outcome),
                Units.Count(item.Statements),
                Units.Count(item.Transactions),
                Parts.Safe(string.Join(", ", item.Tables)),
                Units.Duration(item.Duration),
                $"[grey]{Parts.Safe(string.Join("\n", item.Detail is null ? item.Notices : [item.Detail, .. item.Notices]))}[/]");
        }

        return table;
    }

    private static string Outcome(MigrationOutcome outcome) => outcome switch
    {
        MigrationOutcome.Succeeded => "[green]✓ succeeded[/]",
        MigrationOutcome.NotRun => "[grey]not run[/]",
        MigrationOutcome.FailedRolledBack => "[yellow]✗ failed, rolled back[/]",
        _ => "[red]✗ failed, rollback failed[/]",
    };
}

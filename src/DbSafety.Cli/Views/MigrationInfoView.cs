using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class MigrationInfoView : ResultView<MigrationInfo>
{
    protected override IRenderable List(IReadOnlyList<MigrationInfo> results)
    {
        var table = Parts.Table("Migration", "State", "Applied", "By", ">Time", "Rollback", "Verify", "Backup");
        foreach (var migration in results)
        {
            table.AddRow(
                $"[bold]{Parts.Safe(migration.Id)}[/]",
                State(migration.State),
                migration.AppliedAt is { } moment ? Units.Moment(moment) : "",
                Parts.Safe(migration.AppliedBy),
                migration.Duration is { } span ? Units.Duration(span) : "",
                Parts.Yes(migration.HasRollback),
                migration.HasVerify ? "[green]✓[/]" : "[grey]–[/]",
                Parts.Safe(migration.BackupId));
        }

        var summary = results.GroupBy(migration => migration.State).OrderBy(group => group.Key)
            .Select(group => $"{Units.Count(group.Count())} {Word(group.Key)}");
        var target = results[0].Target;
        return Parts.Stack(table, Parts.Lines([$"{target}: {string.Join(", ", summary)}."]));
    }

    private static string State(MigrationState state) => state switch
    {
        MigrationState.Applied => $"[green]✓ {Word(state)}[/]",
        MigrationState.Pending => $"[blue]○ {Word(state)}[/]",
        MigrationState.OutOfOrder or MigrationState.Missing or MigrationState.Changed => $"[yellow]! {Word(state)}[/]",
        _ => $"[red]✗ {Word(state)}[/]",
    };

    private static string Word(MigrationState state) => state == MigrationState.OutOfOrder ? "out of order" : state.ToString().ToLowerInvariant();
}

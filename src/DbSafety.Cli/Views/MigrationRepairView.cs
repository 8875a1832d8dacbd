using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class MigrationRepairView : ResultView<MigrationRepair>
{
    protected override IRenderable List(IReadOnlyList<MigrationRepair> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(MigrationRepair result)
    {
        var table = Parts.Table(">Step", ">Line", "Statement", "State", "As is seen by");
        foreach (var statement in result.Statements)
        {
            table.AddRow($"{statement.Step}", $"{statement.Line}", Parts.Safe(statement.Statement), State(statement.State),
                $"[grey]{Parts.Safe(statement.Detail)}[/]");
        }

        return Parts.Stack(
            new Markup($" [bold]{Parts.Safe(result.Id)}[/] on {Parts.Safe(result.Target)}: {Word(result)}"),
            result.Statements.Count == 0 ? null : table,
            Parts.Lines([result.Detail]),
            Parts.Lines(result.Sessions, "yellow"),
            Parts.Lines([.. result.Choices.Select(choice => $"→ {choice}")], "blue"));
    }

    private static string Word(MigrationRepair result) => (result.State, result.Done) switch
    {
        (MigrationState.Applied, RepairAction.Finished) => "[green]✓ applied, finished[/]",
        (MigrationState.Pending, RepairAction.Finished or RepairAction.RolledBack) => "[green]✓ not applied, taken back[/]",
        (MigrationState.Applied, _) => "[green]✓ applied[/]",
        (MigrationState.Pending, _) => "[green]○ not applied[/]",
        (MigrationState.Partial, RepairAction.CleanedUp) => "[yellow]! there in part, cleaned up[/]",
        (MigrationState.Partial, _) => "[yellow]! there in part[/]",
        _ => "[red]✗ not known[/]",
    };

    private static string State(StatementState state) => state switch
    {
        StatementState.Applied => "[green]✓ applied[/]",
        StatementState.NotApplied => "[grey]○ not applied[/]",
        StatementState.Repeatable => "[grey]○ repeatable[/]",
        StatementState.Partial => "[yellow]! in part[/]",
        StatementState.Debris => "[yellow]! debris[/]",
        StatementState.Running => "[yellow]! still running[/]",
        _ => "[red]✗ not known[/]",
    };
}

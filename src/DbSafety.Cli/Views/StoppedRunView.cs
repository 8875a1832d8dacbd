using DbSafety.Core.Results.Repairs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class StoppedRunView : ResultView<StoppedRun>
{
    private static readonly MigrationRepairView Repairs = new();

    protected override IRenderable List(IReadOnlyList<StoppedRun> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(StoppedRun result) => Parts.Stack(
        new Markup($" [green]✓[/] The run of {Parts.Safe(result.Holder)} is stopped."),
        result.Migrations.Count == 0 ? null : Repairs.Render([.. result.Migrations], many: true),
        Parts.Facts(
            ("Run", result.RunId is null ? null : Parts.Safe(result.RunId)),
            ("Target", $"[bold]{Parts.Safe(result.Target)}[/]"),
            ("Ended", result.Sessions.Count == 0 ? null : Parts.Safe(string.Join("; ", result.Sessions))),
            ("State", Parts.Safe(result.State)),
            ("Next", $"[blue]{Parts.Safe(result.NextStep)}[/]")));
}

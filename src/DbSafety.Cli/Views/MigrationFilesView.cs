using DbSafety.Core.Results;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class MigrationFilesView : ResultView<MigrationFiles>
{
    protected override IRenderable List(IReadOnlyList<MigrationFiles> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(MigrationFiles result) => Parts.Facts(
        ("Migration", $"[bold]{Parts.Safe(result.Id)}[/]"),
        ("Up", Parts.Safe(result.Up)),
        ("Rollback", Parts.Safe(result.Rollback)),
        ("Verify", Parts.Safe(result.Verify)));
}

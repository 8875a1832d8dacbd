using DbSafety.Core.Results.Approvals;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SafetyKeyView : ResultView<SafetyKey>
{
    protected override IRenderable List(IReadOnlyList<SafetyKey> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(SafetyKey result) => Parts.Stack(
        Parts.Facts(
            ("Private", $"[bold]{Parts.Safe(result.Path)}[/], encrypted"),
            ("Public", Parts.Safe(result.PublicPath)),
            ("Key", Parts.Safe($"{result.Algorithm}, {result.KeyId}"))),
        Parts.Lines(["For the approval policy:", .. result.PolicyLines]));
}

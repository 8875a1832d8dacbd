using System.Globalization;
using DbSafety.Core.Results.Monitoring;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class HealthChangeView : ResultView<HealthChange>
{
    protected override IRenderable List(IReadOnlyList<HealthChange> results) => Parts.Stack([.. results.SelectMany(Change)]);

    private static IEnumerable<IRenderable?> Change(HealthChange change) =>
    [
        Parts.Facts(
            (DatabaseHealthView.State(change.State), $"[bold]{Parts.Safe(change.Name)}[/] [grey]({change.Kind})[/]{(change.Factor is { } factor ? string.Create(CultureInfo.InvariantCulture, $", {factor:#,0.#} times") : "")}"),
            ("before", Parts.Safe(change.Before)),
            ("now", Parts.Safe(change.After)),
            ("likely cause", change.Cause is { } cause ? Parts.Safe(cause) : null)),
        Parts.Lines(change.Kind == "plan" ? change.Detail : []),
    ];
}

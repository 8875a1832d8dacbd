using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Connections;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class ConnectionLeaseView : ResultView<ConnectionLease>
{
    protected override IRenderable List(IReadOnlyList<ConnectionLease> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(ConnectionLease result) => Parts.Facts(
        ("Lease", $"[bold]{Parts.Safe(result.Id)}[/]"),
        ("Database", Parts.Safe(result.Database)),
        ("State", State(result.State)),
        ("Way", Parts.Safe(result.Way.ToString())),
        ("Kept out", result.KeptOut.Count > 0 ? Parts.Safe(string.Join(", ", result.KeptOut)) : null),
        ("Still allowed", result.StillAllowed.Count > 0 ? $"[yellow]{Parts.Safe(string.Join(", ", result.StillAllowed))}[/]" : null),
        ("Sessions", result.File is not null && result.State == LeaseState.Active ? $"{Units.Count(result.Ended)} ended, {Parts.Count(result.Remaining, "red")} left" : null),
        ("Ends", result.File is not null ? $"{Units.Moment(result.Until)} [grey](warns from then on)[/]" : null),
        ("File", result.File is { } file ? $"[grey]{Parts.Safe(file)}[/]" : null),
        ("Next", result.File is not null ? "dbsafety resume" : null));

    private static string State(LeaseState state) => state switch
    {
        LeaseState.Active => "[yellow]applications are kept out[/]",
        LeaseState.PartlyResumed => "[yellow]named roles are back, the others are kept out[/]",
        LeaseState.Resumed => "[green]resumed: everything is as it was[/]",
        _ => "[yellow]resumed, but not to the letter as it was[/]",
    };
}

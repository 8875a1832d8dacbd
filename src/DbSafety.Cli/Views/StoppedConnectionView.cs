using DbSafety.Core.Results.Connections;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class StoppedConnectionView : ResultView<StoppedConnection>
{
    protected override IRenderable List(IReadOnlyList<StoppedConnection> results)
    {
        var table = Parts.Table("", ">Process", "Database", "Role", "Application", "Outcome");
        foreach (var stopped in results)
        {
            table.AddRow(Parts.Yes(stopped.Fate is not (ConnectionFate.NotAllowed or ConnectionFate.StillThere)), $"[bold]{stopped.ProcessId}[/]",
                Parts.Safe(stopped.Database), Parts.Safe(stopped.Role), Parts.Safe(stopped.Application), $"{Word(stopped.Fate)} [grey]{Parts.Safe(stopped.Detail)}[/]");
        }

        return table;
    }

    private static string Word(ConnectionFate fate) => fate switch
    {
        ConnectionFate.Ended => "ended.",
        ConnectionFate.Cancelled => "cancelled.",
        ConnectionFate.Gone => "[grey]gone.[/]",
        ConnectionFate.Spared => "[yellow]spared.[/]",
        ConnectionFate.NotAllowed => "[red]not allowed.[/]",
        _ => "[red]still there.[/]",
    };
}

using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Connections;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class AppConnectionView : ResultView<AppConnection>
{
    protected override IRenderable List(IReadOnlyList<AppConnection> results)
    {
        var table = Parts.Table(">Process", "Database", "Role", "Application", "Client", "State", ">For", "Waits for", "Query");
        foreach (var connection in results)
        {
            table.AddRow($"[bold]{connection.ProcessId}[/]", Parts.Safe(connection.Database), Parts.Safe(connection.Role), Parts.Safe(connection.Application),
                Parts.Safe(connection.Client), State(connection), connection.StateAge is { } age ? Units.Duration(age) : "", Waits(connection), $"[grey]{Parts.Safe(Short(connection.Query))}[/]");
        }

        return Parts.Stack(table, Parts.Lines([Summary(results)]));
    }

    private static string State(AppConnection connection) => connection.State switch
    {
        null => "[grey]not seen[/]",
        "active" => "[green]active[/]",
        "idle" => "idle",
        var other => $"[yellow]{Parts.Safe(other)}[/]",
    };

    private static string Waits(AppConnection connection) => connection.BlockedBy.Count > 0
        ? $"[red]{string.Join(", ", connection.BlockedBy.Distinct())}[/]"
        : $"[grey]{Parts.Safe(connection.WaitingFor)}[/]";

    private static string Short(string? query)
    {
        var line = string.Join(' ', (query ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 60 ? line[..59] + "…" : line;
    }

    private static string Summary(IReadOnlyList<AppConnection> results) => string.Join(", ", results
        .GroupBy(connection => connection.State ?? "not seen").OrderByDescending(group => group.Count())
        .Select(group => $"{group.Count()} {group.Key}").Prepend(Units.Count(results.Count, "session"))) + ".";
}

using System.Globalization;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Results.Monitoring;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class DatabaseHealthView : ResultView<DatabaseHealth>
{
    protected override IRenderable List(IReadOnlyList<DatabaseHealth> results)
    {
        var table = Parts.Table("At", "State", ">Sessions", ">Active", ">Waiting", ">Commits/s", ">Rollbacks/s", "Not well");
        foreach (var sample in results)
        {
            table.AddRow(Units.Moment(sample.At), State(sample.State), Of(sample, "sessions"), Of(sample, "sessions_active"), Of(sample, "sessions_waiting_for_locks"),
                Of(sample, "commits_per_second"), Of(sample, "rollbacks_per_second"), Parts.Safe(string.Join(", ", sample.Metrics.Where(metric => metric.State > HealthState.Ok).Select(metric => metric.Name))));
        }

        return table;
    }

    protected override IRenderable One(DatabaseHealth result)
    {
        var table = Parts.Table("", "Figure", ">Value", "What");
        foreach (var metric in result.Metrics)
            table.AddRow(State(metric.State), Parts.Safe(metric.Name), Value(metric), $"[grey]{Parts.Safe(metric.Detail)}[/]");
        return Parts.Stack(
            Parts.Facts(("Database", $"[bold]{Parts.Safe(result.Database)}[/], PostgreSQL {Parts.Safe(result.ServerVersion)}"), ("State", State(result.State)), ("At", Units.Moment(result.At))),
            table, Queries(result), Plans(result), Parts.Lines([.. result.NotSeen.Select(text => $"Not seen: {text}.")]));
    }

    internal static string State(HealthState state) => state switch
    {
        HealthState.Ok => "[green]ok[/]",
        HealthState.Warning => "[yellow]warning[/]",
        _ => "[red]critical[/]",
    };

    private static IRenderable? Queries(DatabaseHealth result)
    {
        if (result.Queries.Count == 0)
            return null;
        var table = Parts.Table(">Share", ">Calls", ">Mean", "Query");
        foreach (var query in result.Queries.Take(10))
            table.AddRow(query.Share.ToString("0%", CultureInfo.InvariantCulture), Units.Count(query.Calls), Mean(query.MeanTime), $"[grey]{Parts.Safe(Short(query.Query))}[/]");
        return table;
    }

    private static IRenderable? Plans(DatabaseHealth result)
    {
        if (result.Plans.Count == 0)
            return null;
        var table = Parts.Table("Registered query", ">Cost", "Plan");
        foreach (var plan in result.Plans)
            table.AddRow(Parts.Safe(plan.Name), plan.Cost.ToString("0.##", CultureInfo.InvariantCulture), $"[grey]{Parts.Safe(string.Join("\n", plan.Shape))}[/]");
        return table;
    }

    private static string Of(DatabaseHealth sample, string name) => sample.Metrics.FirstOrDefault(metric => metric.Name == name) is { } metric ? Value(metric) : "[grey]?[/]";

    private static string Value(HealthMetric metric)
    {
        var name = metric.Name.Split('{')[0];
        if (name.Contains("bytes", StringComparison.Ordinal))
            return Units.Bytes((long)metric.Value) + (name.EndsWith("_per_second", StringComparison.Ordinal) ? "/s" : "");
        if (name.EndsWith("_ratio", StringComparison.Ordinal))
            return metric.Value.ToString("0.0%", CultureInfo.InvariantCulture);
        return name.EndsWith("_seconds", StringComparison.Ordinal) ? Units.Duration(TimeSpan.FromSeconds(Math.Max(0, metric.Value))) : metric.Value.ToString("#,0.##", CultureInfo.InvariantCulture);
    }

    private static string Mean(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.##} ms");

    private static string Short(string? query)
    {
        var line = string.Join(' ', (query ?? "(not seen)").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 80 ? line[..79] + "…" : line;
    }
}

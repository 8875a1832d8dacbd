using System.Globalization;
using System.Text;

namespace DbSafety.Benchmarks;

/// <summary>The Markdown table of medians and ratios.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    public Report(string serverVersion, BenchmarkOptions options) => _text.Append(CultureInfo.InvariantCulture,
        $"PostgreSQL {serverVersion}, about {options.Megabytes} MB of rows, {Environment.ProcessorCount} cores, .NET {Environment.Version}; medians of {options.Runs} interleaved runs. Processor seconds of the program, and of the server for it. {(Programs.IsPublished ? "dbsafety is published with ReadyToRun." : "dbsafety is not published: it is compiled while it runs.")}\n");

    public string Markdown => _text.ToString();

    public void Add(string title, IReadOnlyList<(Contender Contender, IReadOnlyList<Measurement> Runs)> results)
    {
        var yardstick = results.FirstOrDefault(result => result.Contender.IsYardstick && result.Runs.Count > 0);
        var unit = yardstick.Runs is null ? null : Measurement.Median(yardstick.Runs);
        var against = yardstick.Contender?.Name ?? "–";
        _text.Append(CultureInfo.InvariantCulture, $"\n| {title} | seconds | of {against} | program s | server s | both, of {against} | MB | of {against} | peak MiB |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (contender, runs) in results)
            _text.Append(runs.Count == 0 ? $"| {Cell(contender.Name)} | skipped: {contender.Missing} | | | | | | | |\n" : Line(Cell(contender.Name), runs, unit));
    }

    public void Add(string line) => _text.Append('\n').Append(line).Append('\n');

    private static string Line(string name, IReadOnlyList<Measurement> runs, Measurement? unit)
    {
        var median = Measurement.Median(runs);
        var (low, high) = (runs.Min(run => run.Wall.TotalSeconds), runs.Max(run => run.Wall.TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {median.Wall.TotalSeconds:0.0} ({low:0.0}–{high:0.0}) | {(unit is null ? "–" : Ratio(median.Wall / unit.Wall))} | {Seconds(median.Cpu)} | {Seconds(median.ServerCpu)} | {(unit?.Both is { } other && median.Both is { } both ? Ratio(both / other) : "–")} | {(median.Bytes == 0 ? "–" : Number(median.Bytes / 1e6))} | {(unit is null || median.Bytes == 0 ? "–" : Ratio((double)median.Bytes / unit.Bytes))} | {(median.PeakBytes is { } peak ? Number(peak / 1048576.0) : "–")} |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Seconds(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>One activity as a line of a screen: bar, rows, bytes, rate, time that is left.</summary>
internal static class ActivityLine
{
    private const int BarWidth = 20;
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    public static char Spinner(int frame) => Frames[frame % Frames.Length];

    public static string Markup(ActivityMeter meter, int frame)
    {
        var report = meter.Report;
        var parts = new List<string>();
        if (meter.Fraction is { } fraction)
        {
            var full = (int)Math.Round(fraction * BarWidth);
            parts.Add($"[blue]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]"
                + string.Create(CultureInfo.InvariantCulture, $" {(report.TotalIsEstimate ? "~" : "")}{fraction * 100:0}%"));
        }

        if (report.Rows is > 0 and var rows && report.Unit != "rows")
            parts.Add(Units.Count(rows, "row"));
        if (report.Unit != "steps")
            parts.Add(Units.Amount(report.Done, report.Unit));
        if (meter.Rate > 0 && report.Unit is ("bytes" or "rows"))
            parts.Add(Units.Amount((long)meter.Rate, report.Unit) + "/s");
        parts.Add(report.Unit is "bytes" or "rows" && meter.Remaining is { } left ? $"{Units.Clock(left)} left" : Units.Duration(meter.Elapsed));
        return $"  [blue]{Spinner(frame)}[/] {report.Activity.EscapeMarkup()} [grey]{report.Item.EscapeMarkup()}[/]  {string.Join("  ", parts)}";
    }
}

using System.Globalization;
using System.Text;
using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Hazards.Locks;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>The locks of one transaction as bars: a row for each table, from the statement that takes the lock to the end.</summary>
internal static class LockBars
{
    private const int Left = 210;
    private const int Width = 900;
    private const int RowHeight = 26;
    private const int Top = 26;

    /// <summary>The drawing; empty where the step locks nothing that others would notice.</summary>
    public static string Draw(PlannedStep step, IReadOnlyList<LockForecast> forecast)
    {
        var rows = Rows(step);
        if (rows.Count == 0)
            return "";
        var slot = (Width - Left - 10) / (double)step.Statements.Count;
        var height = Top + (rows.Count * RowHeight) + 6;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg class=\"bars\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Locks of step {step.Number}\">"));
        for (var i = 0; i < step.Statements.Count; i++)
        {
            var x = Left + (i * slot);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{x:0.#}\" y1=\"{Top - 6}\" x2=\"{x:0.#}\" y2=\"{height - 4}\"/>"));
            if (slot > 26 || i % 5 == 0)
                svg.Append(Invariant($"<text class=\"tick\" x=\"{x + 3:0.#}\" y=\"14\">line {step.Statements[i].Line}</text>"));
        }

        for (var i = 0; i < rows.Count; i++)
            Row(svg, rows[i], Top + (i * RowHeight), slot, forecast);
        return svg.Append("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, (string Table, IReadOnlyList<(int From, int To, PlannedLock Lock, int Line)> Parts) row, int y, double slot, IReadOnlyList<LockForecast> forecast)
    {
        svg.Append(Invariant($"<text class=\"name\" x=\"{Left - 8}\" y=\"{y + 15}\" text-anchor=\"end\">{Html.Text(Short(row.Table))}</text>"));
        foreach (var (from, to, one, line) in row.Parts)
        {
            var (x, width) = (Left + (from * slot), ((to - from) * slot) - 3);
            var words = one.Mode.Words() + (one.Rewrites ? ", writes the table anew" : one.Scans ? ", reads all of it" : "");
            var held = forecast.FirstOrDefault(candidate => candidate.Table == row.Table && candidate.Line == line);
            var title = held is null ? words : $"{words}; held about {PlanWords.Duration(held.HeldFor)}";
            svg.Append(Invariant($"<g><title>{Html.Text($"{row.Table}: {title}")}</title><rect class=\"{Class(one)}\" x=\"{x:0.#}\" y=\"{y}\" width=\"{Math.Max(4, width):0.#}\" height=\"20\" rx=\"3\"/>"));
            var label = held is null ? one.Mode.Words() : $"{one.Mode.Words()} · {PlanWords.Duration(held.HeldFor)}";
            if (width > label.Length * 6.4)
                svg.Append(Invariant($"<text class=\"mode\" x=\"{x + 7:0.#}\" y=\"{y + 14}\">{Html.Text(label)}</text>"));
            svg.Append("</g>");
        }
    }

    private static List<(string Table, IReadOnlyList<(int From, int To, PlannedLock Lock, int Line)> Parts)> Rows(PlannedStep step)
    {
        var rows = new List<(string, IReadOnlyList<(int, int, PlannedLock, int)>)>();
        foreach (var table in step.Statements.SelectMany(MeasuredWords.Locks).Select(one => one.Table).Distinct())
        {
            var taken = new List<(int From, PlannedLock Lock, int Line)>();
            for (var i = 0; i < step.Statements.Count; i++)
            {
                // Only what is stronger than what the transaction holds already shows.
                if (MeasuredWords.Locks(step.Statements[i]).FirstOrDefault(one => one.Table == table) is { } found && (taken.Count == 0 || found.Mode > taken[^1].Lock.Mode || found.Rewrites))
                    taken.Add((i, taken.Count > 0 && taken[^1].Lock.Mode > found.Mode ? found with { Mode = taken[^1].Lock.Mode } : found, step.Statements[i].Line));
            }

            rows.Add((table, [.. taken.Select((part, i) => (part.From, i + 1 < taken.Count ? taken[i + 1].From : step.Statements.Count, part.Lock, part.Line))]));
        }

        return rows;
    }

    private static string Class(PlannedLock one) => one.Mode.BlocksReads() ? "reads" : one.Mode.BlocksWrites() ? "writes" : "light";

    private static string Short(string name) => name.Length <= 30 ? name : "…" + name[^29..];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

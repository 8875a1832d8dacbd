using System.Globalization;
using System.Text;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Reports.Plans;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The records of a run as curves over its time, one above the other, with the moments at which steps failed.</summary>
internal static class HealthPlot
{
    private const int Width = 900;
    private const int Left = 46;
    private const int Height = 84;
    private const int Gap = 34;

    private static readonly (string Title, (string Figure, string Label, string Colour)[] Curves)[] Plots =
    [
        ("Sessions", [("sessions", "all", "#4c7fb8"), ("sessions_active", "active", "#2e8b57"), ("sessions_waiting_for_locks", "waiting for locks", "#c9364a")]),
        ("Seconds", [("longest_lock_wait_seconds", "longest wait for a lock", "#c9364a"), ("oldest_transaction_seconds", "oldest transaction", "#b8720a")]),
        ("Transactions per second", [("commits_per_second", "committed", "#2e8b57"), ("rollbacks_per_second", "rolled back", "#c9364a")]),
    ];

    /// <summary>The drawing; empty where there are not two moments to draw a line between.</summary>
    public static string Draw(Incident incident)
    {
        var records = incident.Health;
        if (records.Count(item => item.Unreachable is null) < 2)
            return "";
        var (from, to) = (records[0].At, records[^1].At);
        var scale = (Width - Left - 10) / Math.Max(1, (to - from).TotalMilliseconds);
        var total = (Plots.Length * (Height + Gap)) + 20;
        var svg = new StringBuilder();
        svg.Add(Invariant($"<svg viewBox=\"0 0 {Width} {total}\" role=\"img\" aria-label=\"The database during the run\" style=\"width:100%;height:auto;font:12px system-ui,sans-serif\">"));
        for (var i = 0; i < Plots.Length; i++)
            Plot(svg, Plots[i], records, (i * (Height + Gap)) + 22, X);
        foreach (var failure in incident.Failures.Where(step => step.Started is not null))
        {
            var at = X(failure.Started!.Value + (failure.Duration ?? TimeSpan.Zero));
            svg.Add(Invariant($"<g><title>{Html.Text($"Step {failure.Address} failed: {failure.Name}")}</title><line x1=\"{at:0.#}\" y1=\"20\" x2=\"{at:0.#}\" y2=\"{total - 26}\" stroke=\"#c0392b\" stroke-dasharray=\"3 3\"/></g>"));
        }

        svg.Add(Invariant($"<text x=\"{Left}\" y=\"{total - 8}\" fill=\"currentColor\">{from.UtcDateTime:HH:mm:ss} UTC</text>"));
        svg.Add(Invariant($"<text x=\"{Width - 10}\" y=\"{total - 8}\" text-anchor=\"end\" fill=\"currentColor\">{to.UtcDateTime:HH:mm:ss} UTC</text>"));
        return svg.Add("</svg>").ToString();

        double X(DateTimeOffset time) => Left + Math.Clamp((time - from).TotalMilliseconds * scale, 0, Width - Left - 10);
    }

    private static void Plot(StringBuilder svg, (string Title, (string Figure, string Label, string Colour)[] Curves) plot, IReadOnlyList<HealthRecord> records, int top, Func<DateTimeOffset, double> x)
    {
        var highest = Math.Max(1, plot.Curves.SelectMany(curve => records.Select(item => item.Figures.GetValueOrDefault(curve.Figure))).Max());
        svg.Add(Invariant($"<text x=\"{Left}\" y=\"{top - 6}\" fill=\"currentColor\" font-weight=\"600\">{plot.Title}</text>"));
        var label = (double)Width - 10;
        foreach (var (_, words, colour) in plot.Curves.AsEnumerable().Reverse())
        {
            svg.Add(Invariant($"<text x=\"{label:0.#}\" y=\"{top - 6}\" text-anchor=\"end\" fill=\"{colour}\">{words}</text>"));
            label -= (words.Length * 6.5) + 18;
        }

        svg.Add(Invariant($"<line x1=\"{Left}\" y1=\"{top + Height}\" x2=\"{Width - 10}\" y2=\"{top + Height}\" stroke=\"currentColor\" opacity=\".3\"/>"));
        svg.Add(Invariant($"<text x=\"{Left - 6}\" y=\"{top + 10}\" text-anchor=\"end\" fill=\"currentColor\" opacity=\".7\">{IncidentHealth.Number(highest)}</text>"));
        svg.Add(Invariant($"<text x=\"{Left - 6}\" y=\"{top + Height}\" text-anchor=\"end\" fill=\"currentColor\" opacity=\".7\">0</text>"));
        foreach (var gap in records.Zip(records.Skip(1).Append(records[^1])).Where(pair => pair.First.Unreachable is not null))
            svg.Add(Invariant($"<rect x=\"{x(gap.First.At):0.#}\" y=\"{top}\" width=\"{Math.Max(2, x(gap.Second.At) - x(gap.First.At)):0.#}\" height=\"{Height}\" fill=\"currentColor\" opacity=\".12\"/>"));
        foreach (var (figure, _, colour) in plot.Curves)
            Curve(svg, figure, colour);

        // A curve stops where nothing was seen: what lies between is not known.
        void Curve(StringBuilder page, string figure, string colour)
        {
            var points = new StringBuilder();
            foreach (var item in records.Append(null))
            {
                if (item is not null && item.Figures.TryGetValue(figure, out var value))
                {
                    points.Add(Invariant($"{x(item.At):0.#},{top + Height - (value / highest * (Height - 2)):0.#} "));
                    continue;
                }

                if (points.Length > 0)
                    page.Add($"<polyline points=\"{points.ToString().TrimEnd()}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"/>");
                points.Clear();
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

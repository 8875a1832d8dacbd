using System.Globalization;
using System.Text;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Reports.Plans;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The steps as bars over time.</summary>
internal static class IncidentCourse
{
    private const int Width = 900;
    private const int Left = 300;
    private const int Row = 22;

    public static string Draw(SafetyRun run)
    {
        var steps = run.Steps.Where(step => step.Started is not null && step.State != StepState.Skipped).OrderBy(step => step.Started).ToList();
        if (steps.Count == 0)
            return "<p>No step was taken.</p>";
        var from = steps[0].Started!.Value;
        var to = steps.Max(step => step.Started!.Value + (step.Duration ?? TimeSpan.Zero));
        var scale = (Width - Left - 70) / Math.Max(1, (to - from).TotalMilliseconds);
        var svg = new StringBuilder();
        svg.Add($"<svg viewBox=\"0 0 {Width} {(steps.Count * Row) + 8}\" role=\"img\" aria-label=\"The steps over time\" style=\"width:100%;font:12px system-ui,sans-serif\">");
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var x = Left + ((step.Started!.Value - from).TotalMilliseconds * scale);
            var width = Math.Max(2, (step.Duration ?? TimeSpan.Zero).TotalMilliseconds * scale);
            var name = $"{step.Address} {step.Name}";
            svg.Add($"<text x=\"0\" y=\"{(i * Row) + 16}\" fill=\"currentColor\">{Html.Text(name.Length > 48 ? name[..47] + "…" : name)}</text>");
            svg.Add($"<rect x=\"{Number(x)}\" y=\"{(i * Row) + 4}\" width=\"{Number(width)}\" height=\"{Row - 8}\" rx=\"2\" fill=\"{Colour(step.State)}\"/>");
            svg.Add($"<text x=\"{Number(x + width + 6)}\" y=\"{(i * Row) + 16}\" fill=\"currentColor\" opacity=\".7\">{IncidentStory.Span(step.Duration)}</text>");
        }

        return svg.Add("</svg>").ToString();
    }

    private static string Colour(StepState state) => state switch
    {
        StepState.Succeeded => "#2e8b57",
        StepState.Failed or StepState.TimedOut => "#c0392b",
        StepState.Waiting or StepState.Cancelled => "#d68910",
        _ => "#5d6d7e",
    };

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

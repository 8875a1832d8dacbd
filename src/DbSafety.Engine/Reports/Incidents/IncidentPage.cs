using System.Text;
using DbSafety.Engine.Reports.Plans;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The report as one page that needs nothing else: for a screen, light or dark, and for paper.</summary>
internal static class IncidentPage
{
    public static string Write(Incident incident)
    {
        var page = new StringBuilder();
        page.Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Html.Text(incident.Title)}</title><style>{PlanStyle.Css}{Css}</style></head><body><main>");
        page.Add($"<h1>Incident: {Html.Text(incident.Title)}</h1><p><b class=\"sev\">{incident.State.Severity}</b> {Html.Text(IncidentMarkdown.Status(incident))} Written {IncidentStory.Utc(incident.Written)}.</p>");
        foreach (var mark in incident.Standing.BreakGlass)
            page.Add($"<p class=\"glass\">{Html.Text(mark)}</p>");
        Part(page, "What happened", $"<ul>{string.Concat(IncidentStory.Of(incident).Select(line => $"<li>{Html.Text(line)}</li>"))}</ul>");
        Part(page, "Still open", $"<ul>{string.Concat(incident.Open.DefaultIfEmpty("Nothing.").Select(line => $"<li>{Html.Text(line)}</li>"))}</ul>");
        Part(page, "Course", IncidentCourse.Draw(incident.Run));
        var health = IncidentHealth.Rows(incident);
        if (health.Count > 0 || incident.Health.Count > 0)
            Part(page, "The database before, during and after", HealthPlot.Draw(incident) + Table(["", "First", "Highest", "Last"], health) + string.Concat(IncidentHealth.Gaps(incident).Select(gap => $"<p>{Html.Text(gap)}</p>")));
        if (IncidentHealth.Waits(incident) is { Count: > 0 } waits)
            Part(page, "Locks and blockers", Table(["UTC", "Who waited", "For", "Behind", "At least"], waits));
        var decisions = Decisions.Of(incident);
        if (decisions.Count > 0)
            Part(page, "Decisions", Table(["Time", "Step", "Decision", "By"], decisions.Select(item => new[] { IncidentStory.Utc(item.Time), item.Step, item.Text, item.By })));
        foreach (var (address, step, error) in IncidentErrors.Of(incident))
            Part(page, $"Step {address} {step}", Table(["", ""], IncidentErrors.Facts(error).Select(fact => new[] { fact.What, fact.Text })));
        Part(page, "Steps", Table(["Step", "What", "State", "Time", "Detail"], incident.Run.Steps.Select(item => new[] { item.Address, item.Name, item.State.ToString(), IncidentStory.Span(item.Duration), item.Detail ?? "" })));
        Part(page, "Timeline", Table(["UTC", incident.Zone.Id, "Step", "What"], IncidentTimeline.Of(incident).Select(entry =>
            new[] { $"{entry.Time.UtcDateTime:HH:mm:ss.fff}", $"{TimeZoneInfo.ConvertTime(entry.Time, incident.Zone):yyyy-MM-dd HH:mm:ss}", entry.Step, entry.What })));
        Part(page, "Evidence", Table(["", ""], IncidentEvidence.Of(incident).Select(item => new[] { item.What, item.Text })));
        page.Add("</main></body></html>\n");
        return page.ToString();
    }

    private const string Css = ".sev{border:1px solid currentColor;border-radius:.3em;padding:0 .4em}.glass{border:2px solid #d1242f;color:#d1242f;font-weight:bold;border-radius:.3em;padding:.4em .6em}td{overflow-wrap:normal}td:last-child{overflow-wrap:anywhere}@media print{main{max-width:none}section{break-inside:avoid}}";

    private static void Part(StringBuilder page, string title, string body) => page.Add($"<section><h2>{Html.Text(title)}</h2>{body}</section>");

    private static string Table(string[] heads, IEnumerable<string[]> rows) =>
        $"<table>{(heads.Any(head => head.Length > 0) ? Html.Row("th", heads) : "")}{string.Concat(rows.Select(row => Html.Row("td", row)))}</table>";
}

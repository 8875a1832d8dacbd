using System.Text;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>The report as Markdown, for the repository.</summary>
internal static class IncidentMarkdown
{
    public static string Write(Incident incident)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');

        Line($"# Incident: {incident.Title}");
        Line();
        Line($"Severity {incident.State.Severity}. {Status(incident)} Written {IncidentStory.Utc(incident.Written)}.");
        foreach (var mark in incident.Standing.BreakGlass)
            Line($"\n> **{Escape(mark)}**");
        Line();
        Line("## What happened");
        Line();
        foreach (var sentence in IncidentStory.Of(incident))
            Line($"- {Escape(sentence)}");
        Line();
        Line("## Still open");
        Line();
        foreach (var item in incident.Open.DefaultIfEmpty("Nothing."))
            Line($"- {(incident.Open.Count > 0 ? "[ ] " : "")}{Escape(item)}");
        Section("Decisions", ["Time", "Step", "Decision", "By"], Decisions.Of(incident).Select(item => new[] { IncidentStory.Utc(item.Time), item.Step, item.Text, item.By }));
        Line();
        Line("## SQL and errors");
        foreach (var (address, step, error) in IncidentErrors.Of(incident))
        {
            Line();
            Line($"### Step {address} {Escape(step)}");
            Line();
            foreach (var (what, fact) in IncidentErrors.Facts(error))
                Line($"- {what}: {Escape(fact)}");
        }

        if (IncidentHealth.Rows(incident) is { Count: > 0 } health)
            Section("The database before, at its worst, and after", ["", "First", "Highest", "Last"], health);
        foreach (var gap in IncidentHealth.Gaps(incident))
            Line($"\n{Escape(gap)}");
        if (IncidentHealth.Waits(incident) is { Count: > 0 } waits)
            Section("Locks and blockers", ["UTC", "Who waited", "For", "Behind", "At least"], waits);
        Section("Steps", ["Step", "What", "State", "Time", "Detail"], incident.Run.Steps.Select(step => new[] { step.Address, step.Name, step.State.ToString(), IncidentStory.Span(step.Duration), step.Detail ?? "" }));
        Section("Timeline", ["UTC", $"Local ({incident.Zone.Id})", "Step", "What"], IncidentTimeline.Of(incident).Select(entry =>
            new[] { $"{entry.Time.UtcDateTime:HH:mm:ss.fff}", $"{TimeZoneInfo.ConvertTime(entry.Time, incident.Zone):yyyy-MM-dd HH:mm:ss}", entry.Step, entry.What }));
        Section("Evidence", ["What", ""], IncidentEvidence.Of(incident).Select(item => new[] { item.What, item.Text }));
        return text.ToString();

        void Section(string title, string[] heads, IEnumerable<string[]> rows)
        {
            Line();
            Line($"## {title}");
            Line();
            Line($"| {string.Join(" | ", heads)} |");
            Line($"|{string.Concat(heads.Select(_ => "---|"))}");
            foreach (var row in rows)
                Line($"| {string.Join(" | ", row.Select(Escape))} |");
        }
    }

    public static string Status(Incident incident) => incident.State.ClosedAt is { } closed
        ? $"Closed by {incident.State.ClosedBy} at {IncidentStory.Utc(closed)}."
        : "Open.";

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

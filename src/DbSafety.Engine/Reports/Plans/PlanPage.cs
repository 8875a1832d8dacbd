using System.Globalization;
using System.Text;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>A plan as one page of HTML that needs nothing beside it.</summary>
internal static class PlanPage
{
    public static string Write(SafetyPlan plan)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<title>{Html.Text(PlanWords.Title(plan))}</title><style>\n{PlanStyle.Css}</style></head><body><main>\n");
        Head(page, plan);
        Cards(page, plan);
        Approvals(page, plan);
        Forecast(page, plan);
        Backups(page, plan);
        foreach (var migration in plan.Migrations)
            PlanPageMigration.Write(page, migration, plan);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder page, SafetyPlan plan)
    {
        var kind = plan.Refusals.Count > 0 ? "no" : plan.Approvals.Count > 0 ? "ask" : "yes";
        page.Add($"<h1>{Html.Text(PlanWords.Title(plan))}</h1>\n<div class=\"verdict {kind}\">{Html.Text(PlanWords.Verdict(plan))}{List(plan.Refusals)}</div>\n<dl>");
        if (plan.Owed.Count > 0)
            Fact(page, "Owed", $"<strong style=\"color:#d1242f\">{string.Join("<br>", plan.Owed.Select(Html.Text))}</strong>");
        Fact(page, "Digest", $"<code>{Html.Text(plan.Digest)}</code>");
        Fact(page, "Target", $"{Html.Text(plan.Target)} ({Html.Text(plan.Environment)}), {Html.Text(plan.Database)}, {PlanWords.Server(plan)}");
        Fact(page, "Schema", plan.Fingerprint is { } fingerprint ? $"<code>{Html.Text(fingerprint)}</code>" : "not read");
        Fact(page, "Journal", plan.Journal is { } head ? $"<code>{Html.Text(head.ToString())}</code>" : "none yet");
        Fact(page, "Made", PlanWords.Moment(plan.MadeAt));
        page.Append("</dl>\n");
    }

    private static void Cards(StringBuilder page, SafetyPlan plan)
    {
        var open = plan.Hazards.Where(hazard => hazard.AllowedBecause is null).ToList();
        page.Append("<div class=\"cards\">");
        Card(page, plan.Migrations.Count, "migrations");
        Card(page, plan.Migrations.Sum(migration => migration.Steps.Sum(step => step.Statements.Count)), "statements");
        Card(page, open.Count(hazard => hazard.Severity == HazardSeverity.Error), "errors");
        Card(page, open.Count(hazard => hazard.Severity == HazardSeverity.Warning), "warnings");
        page.Add($"<div class=\"card\"><b>{(plan.Forecast.Count == 0 ? "none" : PlanWords.Duration(plan.Forecast.Max(one => one.LongestWait)))}</b><span>longest wait, about</span></div>");
        page.Add($"<div class=\"card\"><b>{PlanWords.Bytes(plan.Backups.Sum(backup => backup.Bytes))}</b><span>backed up first</span></div></div>\n");
    }

    private static void Approvals(StringBuilder page, SafetyPlan plan)
    {
        if (plan.Approvals.Count == 0)
            return;
        page.Append("<section><h2>Approvals needed</h2><dl>");
        foreach (var approval in plan.Approvals)
            Fact(page, approval.When, string.Join("<br>", approval.Why.Select(Html.Text)));
        page.Append("</dl></section>\n");
    }

    private static void Forecast(StringBuilder page, SafetyPlan plan)
    {
        if (plan.Forecast.Count == 0)
            return;
        page.Add($"<section><h2>Who would wait</h2><div class=\"scroll\"><table class=\"wide\">{Html.Row("th", PlanWords.Headings)}");
        foreach (var one in plan.Forecast)
            page.Append(Html.Row("td", PlanWords.Cells(one)));
        page.Append("</table></div><p class=\"legend\">Times from a size are estimates of their order; those from a rehearsal were measured and scaled to the live size.</p></section>\n");
    }

    private static void Backups(StringBuilder page, SafetyPlan plan)
    {
        if (plan.Backups.Count == 0)
            return;
        page.Add($"<section><h2>Backed up, and proven, first</h2><table>{Html.Row("th", "Table", "Size on the server")}");
        foreach (var backup in plan.Backups)
            page.Append(Html.Row("td", backup.Table, PlanWords.Bytes(backup.Bytes)));
        page.Append("</table></section>\n");
    }

    public static void Fact(StringBuilder page, string name, string html) => page.Add($"<dt>{Html.Text(name)}</dt><dd>{html}</dd>");

    private static void Card(StringBuilder page, int count, string noun) => page.Add($"<div class=\"card\"><b>{count.ToString("N0", CultureInfo.InvariantCulture)}</b><span>{noun}</span></div>");

    private static string List(IReadOnlyList<string> lines) => lines.Count == 0 ? "" : $"<ul>{string.Concat(lines.Select(line => $"<li>{Html.Text(line)}</li>"))}</ul>";
}

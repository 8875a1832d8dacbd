using System.Text;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>One migration on the page: its steps with the bars of their locks, its statements with their hazards.</summary>
internal static class PlanPageMigration
{
    public static void Write(StringBuilder page, PlannedChange migration, SafetyPlan plan)
    {
        page.Add($"<section><h2>{Html.Text(migration.Id)}</h2><dl>");
        PlanPage.Fact(page, "Script", $"{Html.Text(migration.Path)}<br><code>{Html.Text(migration.UpChecksum)}</code>");
        PlanPage.Fact(page, "Rollback", Html.Text(PlanWords.Rollback(migration)));
        PlanPage.Fact(page, "Verification", migration.VerifyChecksum is null ? "none" : "a script");
        if (migration.Tables.Count > 0)
            PlanPage.Fact(page, "Affects", Html.Text(string.Join(", ", migration.Tables)));
        if (migration.Major.Count > 0)
            PlanPage.Fact(page, "Major", Html.Text(string.Join("; ", migration.Major)));
        page.Append("</dl>\n");
        var forecast = plan.Forecast.Where(one => one.Migration == migration.Id).ToList();
        var hazards = plan.Hazards.Where(hazard => hazard.Migration == migration.Id).ToList();
        var drawn = false;
        foreach (var step in migration.Steps)
        {
            var bars = LockBars.Draw(step, forecast);
            drawn |= bars.Length > 0;
            page.Add($"<h3>{Html.Text(PlanWords.Step(step))}</h3>{bars}\n");
            foreach (var statement in step.Statements)
            {
                page.Add($"<div class=\"line\">line {statement.Line}</div>{Html.Code(statement.Text)}{(MeasuredWords.Line(statement) is { } measured ? $"<p class=\"legend\">{Html.Text(measured)}</p>" : "")}\n");
                foreach (var hazard in hazards.Where(hazard => hazard.Line == statement.Line))
                    Hazard(page, hazard);
            }
        }

        // What is about the comments of the file stands on a line of its own.
        var lines = migration.Steps.SelectMany(step => step.Statements).Select(statement => statement.Line).ToHashSet();
        foreach (var hazard in hazards.Where(hazard => !lines.Contains(hazard.Line)))
            Hazard(page, hazard);
        if (drawn)
            page.Add($"<p class=\"legend\">Locks on existing tables, {(migration.Steps.Any(step => step.Statements.Any(statement => statement.Measured is not null)) ? "as a rehearsal measured them" : "as the statements' words tell them")}, from the statement that takes them to the end of the transaction:<i class=\"reads\"></i>reads and writes wait<i class=\"writes\"></i>writes wait<i class=\"light\"></i>neither waits</p>");
        page.Append("</section>\n");
    }

    private static void Hazard(StringBuilder page, MigrationHazard hazard)
    {
        var severity = PlanWords.Severity(hazard);
        page.Add($"<div class=\"hazard {severity}\"><p><span class=\"tag\">{hazard.Rule} {severity}</span><span class=\"legend\">{hazard.Evidence.ToString().ToLowerInvariant()}</span> <b>{Html.Text(hazard.Title)}</b>{(hazard.Object is null ? "" : $" · {Html.Text(hazard.Object)}")}</p>"
            + $"<p>{Html.Text(hazard.Reason)}</p>");
        if (hazard.AllowedBecause is { } reason)
            page.Add($"<p>Allowed because {Html.Text(reason)}</p>");
        else
            page.Add($"<details{(hazard.Severity == HazardSeverity.Error ? " open" : "")}><summary>Safer form</summary>{Html.Code(hazard.SaferForm)}</details>");
        page.Append("</div>\n");
    }
}

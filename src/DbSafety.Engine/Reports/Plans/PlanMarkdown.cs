using System.Text;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>A plan as a page of Markdown, for the repository and for pull requests.</summary>
internal static class PlanMarkdown
{
    public static string Write(SafetyPlan plan)
    {
        var page = new StringBuilder();
        page.Add($"# {PlanWords.Title(plan)}\n\n**{PlanWords.Verdict(plan)}**\n\n");
        page.Add($"| | |\n|---|---|\n| Digest | `{plan.Digest}` |\n| Target | {plan.Target} ({plan.Environment}), {plan.Database}, {PlanWords.Server(plan)} |\n"
            + $"| Schema | {(plan.Fingerprint is { } fingerprint ? $"`{fingerprint}`" : "not read")} |\n| Journal | {(plan.Journal is { } head ? $"`{head}`" : "none yet")} |\n| Made | {PlanWords.Moment(plan.MadeAt)} |\n\n");
        List(page, "Owed by earlier runs", [.. plan.Owed.Select(line => $"🔴 {line}")]);
        List(page, "Refused because", plan.Refusals);
        List(page, "Approvals needed", [.. plan.Approvals.Select(approval => $"{approval.When}: {string.Join("; ", approval.Why)}")]);
        List(page, "Backed up and proven first", [.. plan.Backups.Select(backup => $"{backup.Table}, {PlanWords.Bytes(backup.Bytes)}")]);
        Forecast(page, plan);
        foreach (var migration in plan.Migrations)
            Migration(page, migration, plan);
        return page.ToString();
    }

    private static void List(StringBuilder page, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        page.Add($"## {title}\n\n");
        foreach (var line in lines)
            page.Add($"- {line}\n");
        page.Append('\n');
    }

    private static void Forecast(StringBuilder page, SafetyPlan plan)
    {
        if (plan.Forecast.Count == 0)
            return;
        page.Add($"## Who would wait\n\n| {string.Join(" | ", PlanWords.Headings)} |\n|{string.Concat(PlanWords.Headings.Select(_ => "---|"))}\n");
        foreach (var one in plan.Forecast)
            page.Add($"| {string.Join(" | ", PlanWords.Cells(one))} |\n");
        page.Append('\n');
    }

    private static void Migration(StringBuilder page, PlannedChange migration, SafetyPlan plan)
    {
        page.Add($"## {migration.Id}\n\n- script: `{migration.Path}`, `{migration.UpChecksum}`\n- rollback: {PlanWords.Rollback(migration)}\n"
            + $"- verification: {(migration.VerifyChecksum is null ? "none" : "a script")}\n");
        if (migration.Tables.Count > 0)
            page.Add($"- affects: {string.Join(", ", migration.Tables)}\n");
        if (migration.Major.Count > 0)
            page.Add($"- major: {string.Join("; ", migration.Major)}\n");
        foreach (var step in migration.Steps)
        {
            page.Add($"\n### {PlanWords.Step(step)}\n");
            foreach (var statement in step.Statements)
                Statement(page, statement, [.. plan.Hazards.Where(hazard => hazard.Migration == migration.Id && hazard.Line == statement.Line)]);
        }

        page.Append('\n');
    }

    private static void Statement(StringBuilder page, PlannedStatement statement, IReadOnlyList<MigrationHazard> hazards)
    {
        page.Add($"\n{Fence(statement.Text)}sql\n-- line {statement.Line}\n{statement.Text}\n{Fence(statement.Text)}\n");
        if (MeasuredWords.Line(statement) is { } measured)
            page.Add($"- {measured}\n");
        foreach (var one in MeasuredWords.Locks(statement))
            page.Add($"- lock: {Hazards.Locks.LockModes.Words(one.Mode)} on {one.Table}{(one.Rewrites ? ", writes it anew" : one.Scans ? ", reads all of it" : "")}\n");
        foreach (var hazard in hazards)
        {
            page.Add($"- **{hazard.Rule} {PlanWords.Severity(hazard)}**: {hazard.Title}. {hazard.Reason}{(hazard.AllowedBecause is { } reason ? $" Allowed because {reason}" : "")}\n");
            if (hazard.AllowedBecause is null)
                page.Add($"\n  {Fence(hazard.SaferForm)}sql\n  {hazard.SaferForm.Replace("\n", "\n  ", StringComparison.Ordinal)}\n  {Fence(hazard.SaferForm)}\n");
        }
    }

    private static string Fence(string text) => text.Contains("```", StringComparison.Ordinal) ? "````" : "```";
}

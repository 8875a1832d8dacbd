using DbSafety.Cli.Hosting;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SafetyPlanView : ResultView<SafetyPlan>
{
    protected override IRenderable List(IReadOnlyList<SafetyPlan> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(SafetyPlan result) => Parts.Stack(
        result.Migrations.Count == 0 ? Parts.Lines(["Nothing is pending."]) : Migrations(result),
        result.Forecast.Count == 0 ? null : Forecast(result.Forecast),
        Parts.Facts(
            ("Digest", Parts.Safe(result.Digest)),
            ("Target", $"[bold]{Parts.Safe(result.Target)}[/] ({Parts.Safe(result.Environment)}), {Parts.Safe(result.Database)}"),
            ("Backup", result.Backups.Count == 0 ? null : $"{Units.Count(result.Backups.Count, "table")}, {Units.Bytes(result.Backups.Sum(backup => backup.Bytes))}"),
            ("Approvals", result.Approvals.Count == 0 ? null : Parts.Safe(string.Join("\n", result.Approvals.Select(approval => $"{approval.When}: {string.Join("; ", approval.Why)}")))),
            ("Owed", result.Owed.Count == 0 ? null : $"[bold red]{Parts.Safe(string.Join("\n", result.Owed))}[/]"),
            ("Refused", result.Refusals.Count == 0 ? null : $"[red]{Parts.Safe(string.Join("\n", result.Refusals))}[/]"),
            ("Journal", result.Journal is null ? null : Parts.Safe(result.Journal.ToString())),
            ("Plan", result.Path is null ? null : Parts.Safe(result.Path)),
            ("Page", result.HtmlPath is null ? null : Parts.Safe(result.HtmlPath))));

    private static Table Migrations(SafetyPlan plan)
    {
        var table = Parts.Table("Migration", ">Statements", ">Steps", "Hazards", "Rollback", "Tables");
        foreach (var migration in plan.Migrations)
        {
            var hazards = plan.Hazards.Where(hazard => hazard.Migration == migration.Id && hazard.AllowedBecause is null && hazard.Severity > HazardSeverity.Info).ToList();
            table.AddRow(
                $"[bold]{Parts.Safe(migration.Id)}[/]",
                Units.Count(migration.Steps.Sum(step => step.Statements.Count)),
                Units.Count(migration.Steps.Count),
                hazards.Count == 0 ? "[grey]–[/]" : string.Join(", ", hazards.Select(hazard => $"[{(hazard.Severity == HazardSeverity.Error ? "red" : "yellow")}]{hazard.Rule}[/]").Distinct()),
                migration.Irreversible is not null ? "[yellow]irreversible[/]" : migration.RollbackChecksum is null ? "[red]none[/]" : Parts.Safe(migration.Verdict ?? "script"),
                Parts.Safe(string.Join(", ", migration.Tables)));
        }

        return table;
    }

    private static Table Forecast(IReadOnlyList<LockForecast> forecast)
    {
        var table = Parts.Table("Lock on", "Mode", "From", ">Held about", ">Sessions waiting", ">Longest wait about");
        foreach (var one in forecast)
        {
            table.AddRow(Parts.Safe(one.Table), one.Mode.ToString(), $"{Parts.Safe(one.Migration)}:{one.Line}", Units.Duration(one.HeldFor),
                one.Waiting is { } waiting ? Parts.Count(waiting) : "[grey]not watched[/]", Units.Duration(one.LongestWait));
        }

        return table;
    }
}

using System.Globalization;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Hazards.Rules;

namespace DbSafety.Engine.Reports.Plans;

/// <summary>What the pages of a plan say in the same words.</summary>
internal static class PlanWords
{
    public static string Title(SafetyPlan plan) => $"{plan.Project}: {(plan.Migrations.Count == 1 ? plan.Migrations[0].Id : $"{plan.Migrations.Count} migrations")} to {plan.Target}";

    public static string Verdict(SafetyPlan plan) => plan.Migrations.Count == 0 ? "Nothing is pending."
        : plan.Refusals.Count > 0 ? "Would be refused as it stands."
        : plan.Approvals.Count > 0 ? "May be run, with the approvals below."
        : "May be run; the policy asks nobody.";

    public static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 0.9995 => span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 119.5 => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s",
        < 7200 => span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min",
        _ => span.TotalHours.ToString("0.#", CultureInfo.InvariantCulture) + " h",
    };

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => IndexHazards.Bytes(bytes);

    public static string Rollback(PlannedChange migration) => migration switch
    {
        { Irreversible: { } reason } => $"none: irreversible, {reason}",
        { RollbackChecksum: null } => "none",
        { Verdict: { } verdict } => $"a script, rehearsed: {verdict}",
        _ => "a script, not rehearsed",
    };

    public static string Step(PlannedStep step) => step.InTransaction ? $"Step {step.Number}, one transaction" : $"Step {step.Number}, by itself: {step.Reason}";

    /// <summary>One lock's forecast as the cells of a table.</summary>
    public static IReadOnlyList<string> Cells(LockForecast forecast) =>
    [
        forecast.Migration,
        forecast.Line.ToString(CultureInfo.InvariantCulture),
        forecast.Table,
        Hazards.Locks.LockModes.Words(forecast.Mode),
        "about " + Duration(forecast.HeldFor),
        forecast.CallsPerSecond is { } calls ? calls.ToString("0.#", CultureInfo.InvariantCulture) : "–",
        forecast.Waiting is { } waiting ? "about " + waiting.ToString(CultureInfo.InvariantCulture) : "–",
        "about " + Duration(forecast.LongestWait),
        forecast.OldestTransaction is { } age ? Duration(age) : "none",
        forecast.Basis,
    ];

    public static IReadOnlyList<string> Headings { get; } =
        ["Migration", "Line", "Table", "Lock", "Held", "Calls/s", "Waiting", "Longest wait", "Oldest transaction", "From"];

    public static string Severity(MigrationHazard hazard) => hazard.AllowedBecause is not null ? "allowed" : hazard.Severity.ToString().ToLowerInvariant();

    public static string Server(SafetyPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {plan.ServerVersion / 10000}.{plan.ServerVersion % 10000}");
}

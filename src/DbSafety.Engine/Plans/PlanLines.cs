using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Reports.Plans;

namespace DbSafety.Engine.Plans;

/// <summary>A plan in lines, for a preview at a console.</summary>
internal static class PlanLines
{
    /// <summary>What a migration locks, and what is hazardous in it.</summary>
    public static IEnumerable<string> Of(SafetyPlan plan, string migration)
    {
        foreach (var statement in plan.Migrations.First(one => one.Id == migration).Steps.SelectMany(step => step.Statements))
        {
            foreach (var one in statement.Locks.Where(one => one.Mode.BlocksWrites()))
            {
                var forecast = plan.Forecast.FirstOrDefault(candidate => candidate.Migration == migration && candidate.Line == statement.Line && candidate.Table == one.Table);
                yield return $"  line {statement.Line}: lock {one.Mode.Words()} on {one.Table}{(one.Rewrites ? ", which is written anew" : one.Scans ? ", which is read from end to end" : "")}"
                    + (forecast is null ? "" : $", held about {PlanWords.Duration(forecast.HeldFor)}{(forecast.Waiting is { } waiting ? $", with about {waiting} sessions waiting" : "")}");
            }
        }

        foreach (var hazard in plan.Hazards.Where(hazard => hazard.Migration == migration))
            yield return $"  hazard {HazardSummary.Line(hazard)}";
    }

    public static string Approvals(SafetyPlan plan) => plan.Approvals.Count == 0
        ? "The policy asks nobody."
        : string.Join("; ", plan.Approvals.Select(approval => $"{approval.When} ({string.Join("; ", approval.Why)})"));

    public static string Summary(SafetyPlan plan) =>
        $"Plan {plan.Digest}{(plan.Refusals.Count == 0 ? "" : $". Would be refused: {string.Join(" ", plan.Refusals)}")}";
}

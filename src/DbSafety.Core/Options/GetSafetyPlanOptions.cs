using DbSafety.Core.Commands;
using DbSafety.Core.Results.Approvals;

namespace DbSafety.Core.Options;

/// <summary>Lists plans.</summary>
[Command("Get", "SafetyPlan", typeof(PlanApproval), ShortName = "plans", Many = true, Nothing = "There is no plan in plans/.",
    Summary = "Lists the plans in plans/ with their requests and decisions, and says what is missing. Reads files only.")]
public sealed class GetSafetyPlanOptions : CommandOptions
{
    /// <summary>The plan.</summary>
    [Parameter("One plan: its file, or the beginning of its digest. Default: all.", Position = 0, FromPipeline = true, Aliases = ["Path"])]
    public string? Plan { get; set; }

    /// <summary>Only those that wait.</summary>
    [Parameter("Only those that wait for a decision.")]
    public bool Open { get; set; }
}

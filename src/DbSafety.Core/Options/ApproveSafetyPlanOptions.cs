using DbSafety.Core.Commands;
using DbSafety.Core.Results.Approvals;

namespace DbSafety.Core.Options;

/// <summary>Approves a plan.</summary>
[Command("Approve", "SafetyPlan", typeof(PlanApproval), ShortName = "approve", Impact = ChangeImpact.High,
    Summary = "Shows what a plan will do, and signs that it may be done, once. Needs no database.")]
public sealed class ApproveSafetyPlanOptions : SigningOptions
{
    /// <summary>The plan.</summary>
    [Parameter("The plan: its file, or the beginning of its digest. Default: the only one that waits for an approval.", Position = 0, FromPipeline = true, Aliases = ["Path"])]
    public string? Plan { get; set; }

    /// <summary>Why.</summary>
    [Parameter("Why it may be done; the journal keeps it. Required with --break-glass.")]
    public string? Reason { get; set; }

    /// <summary>Alone.</summary>
    [Parameter("Opens the plan alone in an emergency, where the policy lets this person: marked until others countersign.")]
    public bool BreakGlass { get; set; }

    /// <summary>The name that would be typed.</summary>
    [Parameter("The target's name, for a production plan that is approved where nobody can type it. Neither --force nor silence stands in for it.")]
    public string? ConfirmTarget { get; set; }

    /// <summary>How long.</summary>
    [Parameter("How long the approval holds, such as 4h; no longer than the policy allows.")]
    public TimeSpan? ValidFor { get; set; }
}

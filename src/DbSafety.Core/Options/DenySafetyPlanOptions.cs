using DbSafety.Core.Commands;
using DbSafety.Core.Results.Approvals;

namespace DbSafety.Core.Options;

/// <summary>Denies a plan.</summary>
[Command("Deny", "SafetyPlan", typeof(PlanApproval), ShortName = "deny", Impact = ChangeImpact.Medium,
    Summary = "Signs that a plan may not be run as it was asked for, whoever else approves it.")]
public sealed class DenySafetyPlanOptions : SigningOptions
{
    /// <summary>The plan.</summary>
    [Parameter("The plan: its file, or the beginning of its digest. Default: the only one that waits for an approval.", Position = 0, FromPipeline = true, Aliases = ["Path"])]
    public string? Plan { get; set; }

    /// <summary>Why.</summary>
    [Parameter("What is wrong with it: the requester reads it.")]
    public string? Reason { get; set; }
}

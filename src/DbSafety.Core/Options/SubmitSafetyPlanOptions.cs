using DbSafety.Core.Commands;
using DbSafety.Core.Results.Approvals;

namespace DbSafety.Core.Options;

/// <summary>Asks for an approval.</summary>
[Command("Submit", "SafetyPlan", typeof(PlanApproval), ShortName = "submit", Impact = ChangeImpact.Low,
    Summary = "Asks for a signed approval of a plan: writes the request into plans/ and into the journal. Without a plan it makes the one of what is pending.")]
public sealed class SubmitSafetyPlanOptions : SigningOptions
{
    /// <summary>The plan.</summary>
    [Parameter("The plan: its file, or the beginning of its digest. Default: a new plan of what is pending.", Position = 0, FromPipeline = true, Aliases = ["Path"])]
    public string? Plan { get; set; }

    /// <summary>The last one.</summary>
    [Parameter("The id of the last migration of a new plan. Default: the newest.", Completes = "migrations")]
    public string? To { get; set; }

    /// <summary>Older ones too.</summary>
    [Parameter("Also plans pending migrations that are numbered before an applied one.")]
    public bool AllowOutOfOrder { get; set; }

    /// <summary>Why.</summary>
    [Parameter("Why it is to be done: the approvers read it.")]
    public string? Reason { get; set; }

    /// <summary>An emergency.</summary>
    [Parameter("It is an emergency: request and approvals hold as long as the policy says for one (30 minutes), not as for planned work (24 hours).")]
    public bool Emergency { get; set; }

    /// <summary>How long.</summary>
    [Parameter("How long the request holds, such as 4h; no longer than the policy allows.")]
    public TimeSpan? ValidFor { get; set; }
}

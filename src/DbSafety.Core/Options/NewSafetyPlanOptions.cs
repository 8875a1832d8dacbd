using DbSafety.Core.Commands;
using DbSafety.Core.Results.Plans;

namespace DbSafety.Core.Options;

/// <summary>Makes a plan.</summary>
[Command("New", "SafetyPlan", typeof(SafetyPlan), ShortName = "plan", Impact = ChangeImpact.Low,
    Summary = "Writes the plan of what is pending into plans/: every statement with its locks and hazards, who would wait, backups, approvals; as JSON with its digest, and as a page to read. The target is only read.")]
public sealed class NewSafetyPlanOptions : DatabaseOptions
{
    /// <summary>The last one.</summary>
    [Parameter("The id of the last migration of the plan. Default: the newest.", Position = 0, FromPipeline = true, Aliases = ["Id"], Completes = "migrations")]
    public string? To { get; set; }

    /// <summary>Older ones too.</summary>
    [Parameter("Also plans pending migrations that are numbered before an applied one.")]
    public bool AllowOutOfOrder { get; set; }

    /// <summary>The folder.</summary>
    [Parameter("The folder that the files are written to. Default: plans/ in the project.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>No traffic.</summary>
    [Parameter("Does not watch the live traffic: the forecast then tells times, and no sessions.")]
    public bool NoTraffic { get; set; }
}

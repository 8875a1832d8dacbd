using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Denies a plan.</summary>
[Cmdlet(VerbsLifecycle.Deny, "SafetyPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PlanApproval))]
public sealed class DenySafetyPlanCommand : SigningCommand<DenySafetyPlanOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    public string? Plan { get; set; }

    [Parameter]
    public string? Reason { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Approves a plan.</summary>
[Cmdlet(VerbsLifecycle.Approve, "SafetyPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PlanApproval))]
public sealed class ApproveSafetyPlanCommand : SigningCommand<ApproveSafetyPlanOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    public string? Plan { get; set; }

    [Parameter]
    public string? Reason { get; set; }

    [Parameter]
    public SwitchParameter BreakGlass { get; set; }

    [Parameter]
    public string? ConfirmTarget { get; set; }

    [Parameter]
    public TimeSpan? ValidFor { get; set; }
}

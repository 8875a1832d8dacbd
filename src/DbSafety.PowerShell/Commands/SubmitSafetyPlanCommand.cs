using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Asks for an approval.</summary>
[Cmdlet(VerbsLifecycle.Submit, "SafetyPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(PlanApproval))]
public sealed class SubmitSafetyPlanCommand : SigningCommand<SubmitSafetyPlanOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    public string? Plan { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? To { get; set; }

    [Parameter]
    public SwitchParameter AllowOutOfOrder { get; set; }

    [Parameter]
    public string? Reason { get; set; }

    [Parameter]
    public SwitchParameter Emergency { get; set; }

    [Parameter]
    public TimeSpan? ValidFor { get; set; }
}

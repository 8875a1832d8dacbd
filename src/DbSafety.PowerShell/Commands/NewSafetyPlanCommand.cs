using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Plans;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Makes a plan.</summary>
[Cmdlet(VerbsCommon.New, "SafetyPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SafetyPlan))]
public sealed class NewSafetyPlanCommand : DatabaseChangeCommand<NewSafetyPlanOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? To { get; set; }

    [Parameter]
    public SwitchParameter AllowOutOfOrder { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter NoTraffic { get; set; }
}

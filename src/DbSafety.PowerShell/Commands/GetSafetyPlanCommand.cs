using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists plans.</summary>
[Cmdlet(VerbsCommon.Get, "SafetyPlan")]
[OutputType(typeof(PlanApproval))]
public sealed class GetSafetyPlanCommand : DbSafetyCommand<GetSafetyPlanOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    public string? Plan { get; set; }

    [Parameter]
    public SwitchParameter Open { get; set; }
}

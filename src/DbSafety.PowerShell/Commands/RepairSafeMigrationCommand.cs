using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Repairs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Looks at what a run that was cut off has left, and puts it right.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationRepair))]
public sealed class RepairSafeMigrationCommand : ScriptableCommand<RepairSafeMigrationOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? Id { get; set; }

    [Parameter]
    public SwitchParameter Finish { get; set; }

    [Parameter]
    public SwitchParameter RollBack { get; set; }

    [Parameter]
    public SwitchParameter CleanUp { get; set; }

    [Parameter]
    public string? Reason { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Repairs;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Stops a run from elsewhere.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(StoppedRun))]
public sealed class StopSafeMigrationCommand : ScriptableCommand<StopSafeMigrationOptions>
{
    [Parameter]
    public string? Reason { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Stops a run.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SafetyRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SafetyRun))]
public sealed class StopSafetyRunCommand : ChangeCommand<StopSafetyRunOptions>, IPassThruCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? RunId { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter(HelpMessage = IPassThruCommand.Help)]
    public SwitchParameter PassThru { get; set; }
}

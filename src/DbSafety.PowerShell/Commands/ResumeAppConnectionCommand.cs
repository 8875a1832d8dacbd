using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lets applications in again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "AppConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ConnectionLease), typeof(string))]
public sealed class ResumeAppConnectionCommand : ScriptableCommand<ResumeAppConnectionOptions>, IPassThruCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LeaseId")]
    public string? Id { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? File { get; set; }

    [Parameter]
    public string[] Only { get; set; } = [];

    [Parameter(HelpMessage = IPassThruCommand.Help)]
    public SwitchParameter PassThru { get; set; }
}

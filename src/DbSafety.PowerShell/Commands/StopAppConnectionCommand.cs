using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Ends sessions, or cancels their queries.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AppConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(StoppedConnection), typeof(string))]
public sealed class StopAppConnectionCommand : ScriptableCommand<StopAppConnectionOptions>, IPassThruCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public int[] ProcessId { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? ConnectedAt { get; set; }

    [Parameter]
    public string[] Role { get; set; } = [];

    [Parameter]
    public string[] Application { get; set; } = [];

    [Parameter]
    public TimeSpan? IdleFor { get; set; }

    [Parameter]
    public SwitchParameter CancelQuery { get; set; }

    [Parameter(HelpMessage = IPassThruCommand.Help)]
    public SwitchParameter PassThru { get; set; }
}

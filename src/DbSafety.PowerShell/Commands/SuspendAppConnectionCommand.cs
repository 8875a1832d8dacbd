using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Keeps applications out.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "AppConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ConnectionLease), typeof(string))]
public sealed class SuspendAppConnectionCommand : ScriptableCommand<SuspendAppConnectionOptions>, IPassThruCommand
{
    [Parameter]
    public SuspensionWay Way { get; set; }

    [Parameter]
    public string[] Role { get; set; } = [];

    [Parameter]
    public string[] Allow { get; set; } = [];

    [Parameter]
    public string[] AllowApplication { get; set; } = [];

    [Parameter]
    public TimeSpan? Drain { get; set; }

    [Parameter]
    public TimeSpan? Lease { get; set; }

    [Parameter]
    public SwitchParameter NoTerminate { get; set; }

    [Parameter]
    public string? Reason { get; set; }

    [Parameter(HelpMessage = IPassThruCommand.Help)]
    public SwitchParameter PassThru { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists who is connected.</summary>
[Cmdlet(VerbsCommon.Get, "AppConnection")]
[OutputType(typeof(AppConnection))]
public sealed class GetAppConnectionCommand : DatabaseCommand<GetAppConnectionOptions>
{
    [Parameter]
    [Alias("DatabaseName")]
    public string[] Database { get; set; } = [];

    [Parameter(Position = 0)]
    public string[] Role { get; set; } = [];

    [Parameter]
    public string[] Application { get; set; } = [];

    [Parameter]
    public string[] Client { get; set; } = [];

    [Parameter]
    public string[] State { get; set; } = [];

    [Parameter]
    public TimeSpan? IdleFor { get; set; }

    [Parameter]
    public TimeSpan? ActiveFor { get; set; }

    [Parameter]
    public SwitchParameter Blocked { get; set; }

    [Parameter]
    public SwitchParameter Redact { get; set; }
}

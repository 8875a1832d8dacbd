using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Removes backup sets.</summary>
[Cmdlet(VerbsCommon.Remove, "LogicalBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BackupRetention))]
public sealed class RemoveLogicalBackupCommand : DatabaseChangeCommand<RemoveLogicalBackupOptions>, IPassThruCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Backup { get; set; }

    [Parameter]
    public int? Keep { get; set; }

    [Parameter]
    public int? KeepDaily { get; set; }

    [Parameter]
    public int? KeepWeekly { get; set; }

    [Parameter]
    public int? KeepMonthly { get; set; }

    [Parameter]
    public int? KeepYearly { get; set; }

    [Parameter]
    public TimeSpan? OlderThan { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(HelpMessage = IPassThruCommand.Help)]
    public SwitchParameter PassThru { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Restores tables.</summary>
[Cmdlet(VerbsData.Restore, "FromBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TableRestore))]
public sealed class RestoreFromBackupCommand : ScriptableCommand<RestoreFromBackupOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Backup { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter]
    public RestoreMode Mode { get; set; }

    [Parameter]
    public string[] Column { get; set; } = [];

    [Parameter]
    public ExtraRows ExtraRows { get; set; }

    [Parameter]
    public int? Jobs { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists backup sets.</summary>
[Cmdlet(VerbsCommon.Get, "LogicalBackup")]
[OutputType(typeof(LogicalBackup))]
public sealed class GetLogicalBackupCommand : DbSafetyCommand<GetLogicalBackupOptions>
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(BackupCompleter))]
    public string? Id { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Table { get; set; } = [];

    [Parameter]
    public int? Last { get; set; }

    [Parameter]
    public DateTimeOffset? Since { get; set; }

    [Parameter]
    public string? Path { get; set; }
}

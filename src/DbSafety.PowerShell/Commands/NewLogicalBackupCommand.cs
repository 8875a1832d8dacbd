using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Makes a backup set.</summary>
[Cmdlet(VerbsCommon.New, "LogicalBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(LogicalBackup))]
public sealed class NewLogicalBackupCommand : CollectingCommand<NewLogicalBackupOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    [Parameter]
    public string[] Schema { get; set; } = [];

    [Parameter]
    public SwitchParameter All { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public BackupDataFormat DataFormat { get; set; }

    [Parameter]
    public SwitchParameter SchemaOnly { get; set; }

    [Parameter]
    public SwitchParameter DataOnly { get; set; }

    [Parameter]
    public string? Where { get; set; }

    [Parameter]
    public int? Jobs { get; set; }

    [Parameter]
    public int? CompressionLevel { get; set; }

    [Parameter]
    public SwitchParameter Prove { get; set; }

    /// <summary>A set has one snapshot: tables of different moments would not fit each other.</summary>
    protected override string Collects => nameof(Table);

    protected override string[] Piped(NewLogicalBackupOptions options) => options.Table;

    protected override void Take(NewLogicalBackupOptions options, string[] names) => options.Table = names;
}

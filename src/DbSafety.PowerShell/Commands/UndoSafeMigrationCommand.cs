using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Rolls migrations back.</summary>
[Cmdlet(VerbsCommon.Undo, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationRun), typeof(string))]
public sealed class UndoSafeMigrationCommand : ScriptableCommand<UndoSafeMigrationOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? Id { get; set; }

    [Parameter]
    public int? Last { get; set; }

    [Parameter]
    public SwitchParameter All { get; set; }

    [Parameter]
    public SwitchParameter Only { get; set; }

    [Parameter]
    public SwitchParameter SkipRestore { get; set; }

    [Parameter]
    public SwitchParameter NoEmergency { get; set; }

    [Parameter]
    public string? Reason { get; set; }
}

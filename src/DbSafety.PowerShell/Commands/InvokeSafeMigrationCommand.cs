using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Applies migrations.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationRun), typeof(string))]
public sealed class InvokeSafeMigrationCommand : ScriptableCommand<InvokeSafeMigrationOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? To { get; set; }

    [Parameter]
    public SwitchParameter AllowOutOfOrder { get; set; }

    [Parameter]
    public SwitchParameter NoEmergency { get; set; }

    [Parameter]
    public string? Reason { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Adopts a database.</summary>
[Cmdlet(VerbsLifecycle.Register, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationInfo))]
public sealed class RegisterSafeMigrationCommand : ScriptableCommand<RegisterSafeMigrationOptions>
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string? To { get; set; }

    [Parameter]
    public SwitchParameter FromJournal { get; set; }

    [Parameter]
    public string? Reason { get; set; }
}

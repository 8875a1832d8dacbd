using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Makes the files of a new migration.</summary>
[Cmdlet(VerbsCommon.New, "SafeMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MigrationFiles))]
public sealed class NewSafeMigrationCommand : ChangeCommand<NewSafeMigrationOptions>
{
    [Parameter(Position = 0, Mandatory = true)]
    public string Description { get; set; } = "";
}

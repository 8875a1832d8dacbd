using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists migrations.</summary>
[Cmdlet(VerbsCommon.Get, "SafeMigration")]
[OutputType(typeof(MigrationInfo))]
public sealed class GetSafeMigrationCommand : DatabaseCommand<GetSafeMigrationOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MigrationCompleter))]
    public string[] Id { get; set; } = [];

    [Parameter]
    public SwitchParameter Pending { get; set; }

    [Parameter]
    public SwitchParameter Applied { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists runbooks.</summary>
[Cmdlet(VerbsCommon.Get, "SafetyRunbook")]
[OutputType(typeof(RunbookInfo))]
public sealed class GetSafetyRunbookCommand : DbSafetyCommand<GetSafetyRunbookOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunbookCompleter))]
    public string[] Name { get; set; } = [];
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Lists runs.</summary>
[Cmdlet(VerbsCommon.Get, "SafetyRun")]
[OutputType(typeof(SafetyRun))]
public sealed class GetSafetyRunCommand : DatabaseCommand<GetSafetyRunOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? RunId { get; set; }

    [Parameter]
    public int? Last { get; set; }

    [Parameter]
    public SwitchParameter Unfinished { get; set; }

    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter FromDatabase { get; set; }
}

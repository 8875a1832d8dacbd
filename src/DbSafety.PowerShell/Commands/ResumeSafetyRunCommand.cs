using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Goes on with a run.</summary>
[Cmdlet(VerbsLifecycle.Resume, "SafetyRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SafetyRun))]
public sealed class ResumeSafetyRunCommand : DatabaseChangeCommand<ResumeSafetyRunOptions>
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? RunId { get; set; }

    [Parameter]
    [NamedValues]
    public string[] Answer { get; set; } = [];

    [Parameter]
    public string? Path { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.PowerShell.Completion;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Carries out a runbook.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SafetyRunbook", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SafetyRun))]
public sealed class InvokeSafetyRunbookCommand : DatabaseChangeCommand<InvokeSafetyRunbookOptions>
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunbookCompleter))]
    public string Name { get; set; } = "";

    [Parameter]
    [Alias("Input")]
    [NamedValues]
    public string[] InputValue { get; set; } = [];

    [Parameter]
    public string? Path { get; set; }
}

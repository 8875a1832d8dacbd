using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Carries out a runbook.</summary>
[Command("Invoke", "SafetyRunbook", typeof(SafetyRun), ShortName = "runbook", Impact = ChangeImpact.High,
    Summary = "Carries out a runbook, step by step. Each step is written to the run's journal before it begins and after it ends, so that a run that is cut off can be resumed.")]
public sealed class InvokeSafetyRunbookOptions : DatabaseOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The runbook: its name, or the path of its file.", Position = 0, Required = true, FromPipeline = true, Completes = "runbooks")]
    public string Name { get; set; } = "";

    /// <summary>Its inputs.</summary>
    [Parameter("Inputs of the runbook, each as name=value.", Aliases = ["Input"])]
    public string[] InputValue { get; set; } = [];

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder that the run's folder is made in. Default: runs/ of the project, or of the current folder. It has to outlive the database.", Completes = "path")]
    public string? Path { get; set; }
}

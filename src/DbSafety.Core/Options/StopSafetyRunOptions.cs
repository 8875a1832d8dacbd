using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Stops a run.</summary>
[Command("Stop", "SafetyRun", typeof(SafetyRun), ShortName = "stop-run", Impact = ChangeImpact.Medium,
    Summary = "Stops a run from another session: the step that is under way is cancelled, the steps under 'always' are taken, and the run can be resumed.")]
public sealed class StopSafetyRunOptions : CommandOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The id of the run. Default: the newest that has not come to its end.", Position = 0, FromPipeline = true, Completes = "runs")]
    public string? RunId { get; set; }

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder of the runs. Default: runs/ of the project, or of the current folder.", Completes = "path")]
    public string? Path { get; set; }
}

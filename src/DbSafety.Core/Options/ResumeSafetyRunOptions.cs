using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Goes on with a run.</summary>
[Command("Resume", "SafetyRun", typeof(SafetyRun), ShortName = "resume-run", Impact = ChangeImpact.High,
    Summary = "Goes on with a run that was cut off, stopped, or waits for an answer. Steps that came to their end are not run again; refused where the runbook or its inputs changed meanwhile.")]
public sealed class ResumeSafetyRunOptions : DatabaseOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The id of the run. Default: the newest that has not come to its end.", Position = 0, FromPipeline = true, Completes = "runs")]
    public string? RunId { get; set; }

    /// <summary>The answer.</summary>
    [Parameter("The answer to what the run waits for; of a question with several fields each as name=value.")]
    public string[] Answer { get; set; } = [];

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder of the runs. Default: runs/ of the project, or of the current folder.", Completes = "path")]
    public string? Path { get; set; }
}

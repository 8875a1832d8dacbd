using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Lists runs.</summary>
[Command("Get", "SafetyRun", typeof(SafetyRun), ShortName = "runs", Many = true,
    Summary = "Lists the runs of runbooks, newest first: where each stands, and what comes next.")]
public sealed class GetSafetyRunOptions : DatabaseOptions
{
    /// <summary>Which one.</summary>
    [Parameter("The id of a run, or the beginning of one.", Position = 0, FromPipeline = true, Completes = "runs")]
    public string? RunId { get; set; }

    /// <summary>The newest ones.</summary>
    [Parameter("Only the newest so many runs.")]
    public int? Last { get; set; }

    /// <summary>Only unfinished ones.</summary>
    [Parameter("Only runs that have not come to their end.")]
    public bool Unfinished { get; set; }

    /// <summary>The folder of the runs.</summary>
    [Parameter("The folder of the runs. Default: runs/ of the project, or of the current folder.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>From the target.</summary>
    [Parameter("Reads the runs from the target, which holds a copy of their journals, for runs whose folder is lost.")]
    public bool FromDatabase { get; set; }
}

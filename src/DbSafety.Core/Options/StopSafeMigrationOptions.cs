using DbSafety.Core.Commands;
using DbSafety.Core.Results.Repairs;

namespace DbSafety.Core.Options;

/// <summary>Stops a run from elsewhere.</summary>
[Command("Stop", "SafeMigration", typeof(StoppedRun), ShortName = "stop", Impact = ChangeImpact.High,
    Nothing = "No run is under way.",
    Summary = "Stops the run that is changing the target, at once and from any machine, and tells what state it left.")]
public sealed class StopSafeMigrationOptions : ScriptableOptions
{
    /// <summary>The reason.</summary>
    [Parameter("Why it is stopped; recorded in the journal.")]
    public string? Reason { get; set; }
}

using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Runbooks.Running.Resuming;

/// <summary>What the journal has of one step: its last line of each kind.</summary>
internal sealed class StepRecord
{
    public RunEvent? Started { get; set; }

    public RunEvent? Ended { get; set; }

    public RunEvent? Waiting { get; set; }

    public RunEvent? Answered { get; set; }

    /// <summary>It began, and how far it came is not known.</summary>
    public bool IsUnderWay { get; set; }
}

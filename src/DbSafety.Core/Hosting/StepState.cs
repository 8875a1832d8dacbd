namespace DbSafety.Core.Hosting;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Done, and checked.</summary>
    Succeeded,

    /// <summary>Not done.</summary>
    Failed,

    /// <summary>Left out, for the reason in its detail.</summary>
    Skipped,

    /// <summary>A person has to answer first.</summary>
    Waiting,

    /// <summary>Cut off by somebody.</summary>
    Cancelled,

    /// <summary>Cut off, since it took too long.</summary>
    TimedOut,
}

namespace DbSafety.Core.Results.Runs;

/// <summary>Where the run of a runbook stands.</summary>
public enum RunStatus
{
    /// <summary>Only shown, and not begun.</summary>
    Planned,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>A person has to answer before it goes on.</summary>
    Waiting,

    /// <summary>Carried out whole; no step failed.</summary>
    Succeeded,

    /// <summary>A step failed, and the runbook went on to its end as it provides for that.</summary>
    Recovered,

    /// <summary>A step failed; another runbook took over, as this one provides for that, and was carried out whole.</summary>
    Escalated,

    /// <summary>A step failed, and nothing took its place.</summary>
    Failed,

    /// <summary>Somebody stopped it. It can be resumed.</summary>
    Cancelled,

    /// <summary>The process that carried it out is gone. It can be resumed.</summary>
    Interrupted,
}

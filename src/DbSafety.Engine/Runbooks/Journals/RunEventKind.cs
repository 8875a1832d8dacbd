namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>What a line of a run's journal tells. In the file the names are written in kebab-case.</summary>
public enum RunEventKind
{
    /// <summary>The run begins; its detail pins the runbooks and the inputs.</summary>
    RunStarted,

    /// <summary>The run goes on after it was cut off.</summary>
    RunResumed,

    /// <summary>A step begins. The intent.</summary>
    StepStarted,

    /// <summary>An attempt of a step failed, and another one follows.</summary>
    AttemptFailed,

    /// <summary>A step ended. The outcome.</summary>
    StepEnded,

    /// <summary>A person has to answer.</summary>
    Waiting,

    /// <summary>A person answered.</summary>
    Answered,

    /// <summary>Another runbook takes over.</summary>
    Escalated,

    /// <summary>The run ended.</summary>
    RunEnded,
}

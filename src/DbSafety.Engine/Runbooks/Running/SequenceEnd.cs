namespace DbSafety.Engine.Runbooks.Running;

/// <summary>How a list of steps ended.</summary>
internal enum SequenceEnd
{
    /// <summary>Carried out to the last step.</summary>
    Complete,

    /// <summary>A step failed, and nothing took its place.</summary>
    Failed,

    /// <summary>A step failed; another runbook took over and was carried out whole.</summary>
    Escalated,

    /// <summary>A person has to answer first.</summary>
    Waiting,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}

namespace DbSafety.Core.Results.Connections;

/// <summary>Where a lease stands.</summary>
public enum LeaseState
{
    /// <summary>The applications are kept out.</summary>
    Active,

    /// <summary>Named roles are let in again, the others are not.</summary>
    PartlyResumed,

    /// <summary>Everything is as it was before.</summary>
    Resumed,

    /// <summary>What was suspended is given back, but it is not to the letter as it was before; the warnings say where.</summary>
    ResumedOtherwise,
}

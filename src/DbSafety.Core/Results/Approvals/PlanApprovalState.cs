namespace DbSafety.Core.Results.Approvals;

/// <summary>How far a plan is with its approval.</summary>
public enum PlanApprovalState
{
    /// <summary>Nobody has asked for an approval.</summary>
    Draft,

    /// <summary>It was asked for; signatures are missing.</summary>
    Requested,

    /// <summary>The signatures that the policy wants are there.</summary>
    Approved,

    /// <summary>One person opened it alone; others have to countersign.</summary>
    BreakGlass,

    /// <summary>Somebody denied it.</summary>
    Denied,

    /// <summary>The request or the approvals are too old.</summary>
    Expired,

    /// <summary>A run has used it up.</summary>
    Used,

    /// <summary>The request does not count: its signature, its key or its envelope is not right.</summary>
    Invalid,
}

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>What a person decided.</summary>
internal enum DecisionKind
{
    /// <summary>It may be done.</summary>
    Approve,

    /// <summary>It may not, whoever else approves.</summary>
    Deny,

    /// <summary>It has to be done now, on this person's word alone; others countersign afterwards.</summary>
    BreakGlass,
}

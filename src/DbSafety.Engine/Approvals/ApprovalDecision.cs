namespace DbSafety.Engine.Approvals;

/// <summary>What came of an approval point.</summary>
public enum ApprovalDecision
{
    /// <summary>The policy asks nobody at this point.</summary>
    NotNeeded,

    /// <summary>A person approved.</summary>
    Approved,

    /// <summary>A person refused.</summary>
    Denied,

    /// <summary>After the fact, and nobody could answer: it is owed.</summary>
    Outstanding,
}

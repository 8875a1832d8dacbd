namespace DbSafety.Core.Results;

/// <summary>What becomes of a backup set.</summary>
public enum RetentionDecision
{
    /// <summary>It stays.</summary>
    Kept,

    /// <summary>It would be removed; nothing was.</summary>
    WouldRemove,

    /// <summary>It was removed, all of its files.</summary>
    Removed,

    /// <summary>It was to be removed, and something of it is still there.</summary>
    NotRemoved,
}

namespace DbSafety.Core.Results.Repairs;

/// <summary>What became of one statement of a run that did not come to its end.</summary>
public enum StatementState
{
    /// <summary>Nothing of it remains.</summary>
    NotApplied,

    /// <summary>It is done.</summary>
    Applied,

    /// <summary>A backfill: its batches up to a key that is known are done, and those after it are not.</summary>
    Partial,

    /// <summary>It is not done, and has left something behind.</summary>
    Debris,

    /// <summary>The server still works on it.</summary>
    Running,

    /// <summary>Whether it came to its end left no trace, and makes no difference: it can be run again.</summary>
    Repeatable,

    /// <summary>It may have done a part, and the catalog does not show which.</summary>
    Unknown,
}

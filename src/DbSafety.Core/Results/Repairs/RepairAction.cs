namespace DbSafety.Core.Results.Repairs;

/// <summary>What a repair did.</summary>
public enum RepairAction
{
    /// <summary>It only looked.</summary>
    None,

    /// <summary>It went on to the end of what was begun.</summary>
    Finished,

    /// <summary>It took back what was there.</summary>
    RolledBack,

    /// <summary>It took away debris and ended sessions that were left over.</summary>
    CleanedUp,
}

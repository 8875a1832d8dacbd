namespace DbSafety.Core.Results;

/// <summary>What becomes of live rows that a backup does not hold.</summary>
public enum ExtraRows
{
    /// <summary>They stay, and are reported.</summary>
    Keep,

    /// <summary>They are deleted, unless that would delete or change rows of other tables.</summary>
    Remove,
}

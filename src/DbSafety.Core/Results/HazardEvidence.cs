namespace DbSafety.Core.Results;

/// <summary>What a finding rests on.</summary>
public enum HazardEvidence
{
    /// <summary>The words of the script.</summary>
    Text,

    /// <summary>The words, and what the target's catalog says of the table.</summary>
    Catalog,

    /// <summary>What a rehearsal of these very scripts measured.</summary>
    Measured,
}

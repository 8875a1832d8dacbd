namespace DbSafety.Core.Results;

/// <summary>How an object of one schema differs from the same object of another.</summary>
public enum SchemaChange
{
    /// <summary>It is in the first schema and not in the second.</summary>
    Missing,

    /// <summary>It is in both, and not the same.</summary>
    Changed,

    /// <summary>It is in the second schema and not in the first.</summary>
    Extra,
}

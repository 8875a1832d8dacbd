namespace DbSafety.Core.Results.Monitoring;

/// <summary>The outcome of one integrity check.</summary>
public enum IntegrityState
{
    /// <summary>It was looked at, and nothing was found.</summary>
    Passed,

    /// <summary>Something is wrong.</summary>
    Failed,

    /// <summary>It was not looked at, or not to the end; the detail says why.</summary>
    NotChecked,
}

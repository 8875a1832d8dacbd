namespace DbSafety.Core.Results.Runs;

/// <summary>How bad an incident is.</summary>
public enum IncidentSeverity
{
    /// <summary>Nobody noticed.</summary>
    Low,

    /// <summary>Some work was held up.</summary>
    Medium,

    /// <summary>Applications failed, or data was at risk.</summary>
    High,

    /// <summary>Applications stood still, or data was lost.</summary>
    Critical,
}

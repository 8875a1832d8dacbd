namespace DbSafety.Core.Results.Monitoring;

/// <summary>How well something is, by its thresholds.</summary>
public enum HealthState
{
    /// <summary>Below its thresholds, or without any.</summary>
    Ok,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody should act.</summary>
    Critical,
}

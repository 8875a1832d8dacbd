namespace DbSafety.Engine.Projects;

/// <summary>How much waiting a migration may bring about, by its forecast. Where nothing is said, the forecast is told and refuses nothing.</summary>
public sealed record ForecastPolicy
{
    /// <summary>How many sessions may wait at once behind one statement; null for any number.</summary>
    public int? MaxWaiting { get; init; }

    /// <summary>How long one lock that others wait for may be held; null for any time.</summary>
    public TimeSpan? MaxBlocked { get; init; }

    /// <summary>How long the live traffic is watched for the forecast.</summary>
    public TimeSpan Sample { get; init; } = TimeSpan.FromSeconds(2);
}

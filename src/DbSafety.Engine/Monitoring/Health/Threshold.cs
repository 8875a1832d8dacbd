using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>From where on a figure is worth a warning, and from where on it is critical. Where the first is the larger one, less is worse.</summary>
/// <param name="Warning">From here on a warning.</param>
/// <param name="Critical">From here on critical.</param>
public sealed record Threshold(double Warning, double Critical)
{
    public HealthState Judge(double value)
    {
        var lessIsWorse = Warning > Critical;
        if (lessIsWorse ? value <= Critical : value >= Critical)
            return HealthState.Critical;
        return (lessIsWorse ? value <= Warning : value >= Warning) ? HealthState.Warning : HealthState.Ok;
    }
}

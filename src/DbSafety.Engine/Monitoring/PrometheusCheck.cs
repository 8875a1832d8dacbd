namespace DbSafety.Engine.Monitoring;

/// <summary>Figures of a Prometheus server, by a query, or of an application's own metrics page, by the name of a series.</summary>
/// <param name="Url">The server's address, or that of the metrics page.</param>
/// <param name="Query">A PromQL query; null for a metrics page.</param>
/// <param name="Metric">The series of a metrics page, its labels with it where it has some; null for a query.</param>
/// <param name="AtLeast">No figure may be below it.</param>
/// <param name="AtMost">No figure may be above it.</param>
public sealed record PrometheusCheck(string Name, Uri Url, string? Query, string? Metric, double? AtLeast, double? AtMost, TimeSpan Timeout, int Attempts)
    : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "prometheus";
}

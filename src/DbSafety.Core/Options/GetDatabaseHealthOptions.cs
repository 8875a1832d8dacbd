using DbSafety.Core.Commands;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Core.Options;

/// <summary>Takes one sample of a database's health.</summary>
[Command("Get", "DatabaseHealth", typeof(DatabaseHealth), ShortName = "vitals",
    Summary = "Takes one sample of a database's health: connections, waits, transactions, replication, wraparound, dead rows, queries and their plans, each judged by thresholds.")]
public sealed class GetDatabaseHealthOptions : DatabaseOptions
{
    /// <summary>How long rates are measured.</summary>
    [Parameter("How long the counters are watched for the figures per second; 0 leaves those out. Default: one second.")]
    public TimeSpan? Sample { get; set; }

    /// <summary>Adds a line of JSON to a file.</summary>
    [Parameter("Adds the sample to this file, as one line of JSON. Compare-DatabaseHealth reads it.", Completes = "path")]
    public string? Output { get; set; }

    /// <summary>Writes a file for Prometheus.</summary>
    [Parameter("Writes the figures into this file in the text form of Prometheus, for a scrape.", Completes = "path")]
    public string? Prometheus { get; set; }
}

using DbSafety.Core.Commands;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Core.Options;

/// <summary>Watches a database's health.</summary>
[Command("Watch", "DatabaseHealth", typeof(DatabaseHealth), ShortName = "watch", Many = true,
    Summary = "Takes a sample of a database's health again and again, until it is stopped or has taken as many as asked for; tells of every figure that changes its state.")]
public sealed class WatchDatabaseHealthOptions : DatabaseOptions
{
    /// <summary>How often.</summary>
    [Parameter("The time from one sample to the next. Default: five seconds.")]
    public TimeSpan? Interval { get; set; }

    /// <summary>How many.</summary>
    [Parameter("How many samples are taken. Default: until it is stopped.")]
    public int? Count { get; set; }

    /// <summary>Adds lines of JSON to a file.</summary>
    [Parameter("Adds each sample to this file, as one line of JSON.", Completes = "path")]
    public string? Output { get; set; }

    /// <summary>Writes a file for Prometheus.</summary>
    [Parameter("Writes the figures of the last sample into this file in the text form of Prometheus, for a scrape.", Completes = "path")]
    public string? Prometheus { get; set; }
}

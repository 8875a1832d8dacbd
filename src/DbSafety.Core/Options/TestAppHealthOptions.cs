using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Asks the applications.</summary>
[Command("Test", "AppHealth", typeof(AppHealth), ShortName = "health", Many = true,
    Summary = "Runs the application checks of dbsafety.yaml: SQL with an expected result, HTTP requests, ports, programs, and figures of Prometheus.")]
public sealed class TestAppHealthOptions : DatabaseOptions
{
    /// <summary>Which checks.</summary>
    [Parameter("Names of checks; * and ? match. Default: all.", Position = 0)]
    public string[] Name { get; set; } = [];

    /// <summary>Writes the outcomes down.</summary>
    [Parameter("Writes the outcomes into this file, to be compared with after a change. A check that does not pass is then no error.", Completes = "path")]
    public string? SaveBaseline { get; set; }

    /// <summary>Compares with outcomes from before.</summary>
    [Parameter("Compares with the outcomes in this file: only what passed then and does not now is an error.", Completes = "path")]
    public string? Baseline { get; set; }

    /// <summary>How many at once.</summary>
    [Parameter("So many checks run at the same time. Default: 8.")]
    public int? ThrottleLimit { get; set; }
}

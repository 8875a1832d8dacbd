using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Watches a database's health.</summary>
[Cmdlet(VerbsCommon.Watch, "DatabaseHealth")]
[OutputType(typeof(DatabaseHealth))]
public sealed class WatchDatabaseHealthCommand : DatabaseCommand<WatchDatabaseHealthOptions>
{
    [Parameter]
    public TimeSpan? Interval { get; set; }

    [Parameter]
    public int? Count { get; set; }

    [Parameter]
    public string? Output { get; set; }

    [Parameter]
    public string? Prometheus { get; set; }
}

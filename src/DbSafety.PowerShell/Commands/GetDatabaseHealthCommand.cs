using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Takes one sample of a database's health.</summary>
[Cmdlet(VerbsCommon.Get, "DatabaseHealth")]
[OutputType(typeof(DatabaseHealth))]
public sealed class GetDatabaseHealthCommand : DatabaseCommand<GetDatabaseHealthOptions>
{
    [Parameter]
    public TimeSpan? Sample { get; set; }

    [Parameter]
    public string? Output { get; set; }

    [Parameter]
    public string? Prometheus { get; set; }
}

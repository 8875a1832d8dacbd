using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Compares two samples of a database's health.</summary>
[Cmdlet(VerbsData.Compare, "DatabaseHealth")]
[OutputType(typeof(HealthChange))]
public sealed class CompareDatabaseHealthCommand : DatabaseCommand<CompareDatabaseHealthOptions>
{
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Before { get; set; } = "";

    [Parameter(Position = 1)]
    public string? After { get; set; }
}

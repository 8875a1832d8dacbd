using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Loads test data.</summary>
[Cmdlet(VerbsData.Import, "SeedData", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SeedFileResult), typeof(string))]
public sealed class ImportSeedDataCommand : ScriptableCommand<ImportSeedDataOptions>
{
    [Parameter(Position = 0)]
    public string[] File { get; set; } = [];
}

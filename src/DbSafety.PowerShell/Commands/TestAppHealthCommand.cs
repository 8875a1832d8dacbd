using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Asks the applications.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AppHealth")]
[OutputType(typeof(AppHealth))]
public sealed class TestAppHealthCommand : DatabaseCommand<TestAppHealthOptions>
{
    [Parameter(Position = 0)]
    public string[] Name { get; set; } = [];
}

using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Makes a project folder.</summary>
[Cmdlet(VerbsCommon.New, "SafetyProject", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SafetyProject))]
public sealed class NewSafetyProjectCommand : ChangeCommand<NewSafetyProjectOptions>
{
    [Parameter(Position = 0)]
    public string? Path { get; set; }

    [Parameter]
    public string? Name { get; set; }
}

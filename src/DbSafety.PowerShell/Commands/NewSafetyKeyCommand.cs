using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.PowerShell.Commands;

/// <summary>Makes a key.</summary>
[Cmdlet(VerbsCommon.New, "SafetyKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SafetyKey))]
public sealed class NewSafetyKeyCommand : ChangeCommand<NewSafetyKeyOptions>
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public string? Person { get; set; }

    [Parameter]
    public SwitchParameter Rsa { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that signs something.</summary>
public abstract class SigningCommand<TOptions> : DatabaseChangeCommand<TOptions>
    where TOptions : SigningOptions, new()
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Key { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Certificate { get; set; }

    [Parameter]
    public SwitchParameter Prepare { get; set; }

    [Parameter]
    public string? Person { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Signature { get; set; }

    [Parameter]
    public SwitchParameter Offline { get; set; }
}

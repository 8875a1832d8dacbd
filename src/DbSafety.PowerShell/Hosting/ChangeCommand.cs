using System.Management.Automation;
using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that makes or changes files.</summary>
public abstract class ChangeCommand<TOptions> : DbSafetyCommand<TOptions>
    where TOptions : CommandOptions, new()
{
    [Parameter]
    public SwitchParameter Force { get; set; }
}

using System.Management.Automation;
using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that speaks with a database and changes something.</summary>
public abstract class DatabaseChangeCommand<TOptions> : DatabaseCommand<TOptions>
    where TOptions : DatabaseOptions, new()
{
    [Parameter]
    public SwitchParameter Force { get; set; }
}

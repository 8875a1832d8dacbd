using System.Management.Automation;
using DbSafety.Core.Options;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that can write its SQL down instead of running it.</summary>
public abstract class ScriptableCommand<TOptions> : DatabaseChangeCommand<TOptions>
    where TOptions : ScriptableOptions, new()
{
    [Parameter]
    public SwitchParameter OutputScript { get; set; }
}

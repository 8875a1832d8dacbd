using System.Management.Automation;
using DbSafety.Core.Options;
using DbSafety.PowerShell.Completion;

namespace DbSafety.PowerShell.Hosting;

/// <summary>A cmdlet that speaks with a database: they all name it in the same way.</summary>
public abstract class DatabaseCommand<TOptions> : DbSafetyCommand<TOptions>
    where TOptions : DatabaseOptions, new()
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string? Target { get; set; }

    [Parameter]
    [ConnectionText]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Connection { get; set; }

    [Parameter(HelpMessage = "The role and password for the connection, in place of those that the target or the connection names. They are never written anywhere.")]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public SwitchParameter Sandbox { get; set; }

    [Parameter]
    [ValidateRange(13, 18)]
    public int? SandboxVersion { get; set; }

    protected override TOptions Options()
    {
        var options = base.Options();
        options.Credential = Credential is null || Credential == PSCredential.Empty ? null : Credential.GetNetworkCredential();

        // A piped backup or migration says which target it came from; what was typed goes before that.
        if ((WasTyped(nameof(Connection)) || WasTyped(nameof(Sandbox))) && !WasTyped(nameof(Target)))
            options.Target = null;
        return options;
    }
}

using System.Management.Automation;
using System.Net;
using DbSafety.Core.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Reads connections out of SecretManagement, where that module is. Used on the pipeline thread.</summary>
internal sealed class SecretVault(PSCmdlet cmdlet)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <summary>The connection that is kept under a name; null where there is no vault, or none of that name in it.</summary>
    public string? Find(string name)
    {
        if (Command("Get-SecretInfo") is not { } inform || Command("Get-Secret") is not { } read || !IsKept(name, inform))
            return null;
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(read).AddParameter("Name", name);
        try
        {
            return shell.Invoke<PSObject>(null, new PSInvocationSettings { ErrorActionPreference = ActionPreference.Stop }).FirstOrDefault() is { } secret
                ? Text(secret)
                : null;
        }
        catch (RuntimeException error)
        {
            throw new DbSafetyException("SecretNotReadable", ErrorKind.Authentication, $"The vault does not give the secret '{name}': {error.Message}", error)
            {
                State = "Nothing was changed.",
                NextStep = $"Unlock the vault, for instance with Unlock-SecretStore, and see that it gives the secret: Get-Secret {name}",
            };
        }
    }

    // Get-Secret complains where it has none; a word that is a target's name, misspelt, is no error of a vault.
    private static bool IsKept(string name, CommandInfo inform)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(inform).AddParameter("Name", name);
        return shell.Invoke<PSObject>(null, new PSInvocationSettings { ErrorActionPreference = ActionPreference.SilentlyContinue }).Count > 0;
    }

    // A function or an alias of the session does not get to see what is asked for.
    private CmdletInfo? Command(string name) =>
        cmdlet.SessionState.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet) is CmdletInfo { ModuleName: Module } found ? found : null;

    // A credential alone is a role with its password; where to connect then comes from PGHOST and its like.
    private static string? Text(PSObject secret) => secret.BaseObject is PSCredential credential
        ? ConnectionTextAttribute.Of(Keywords(credential.GetNetworkCredential()))
        : ConnectionTextAttribute.Of(secret);

    private static Dictionary<string, string> Keywords(NetworkCredential credential) => new() { ["Username"] = credential.UserName, ["Password"] = credential.Password };
}

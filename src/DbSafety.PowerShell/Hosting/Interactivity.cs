using System.Management.Automation.Host;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Whether a person can answer in a host.</summary>
internal static class Interactivity
{
    public static bool CanAsk(PSHost? host) =>
        host?.UI is not null
        && host.Name is not ("Default Host" or "PSThreadJobHost")
        && !(host.Name == "ConsoleHost" && (Console.IsInputRedirected || StartedNonInteractive(Environment.GetCommandLineArgs())));

    /// <summary>PowerShell tells nobody that it was started so; its prompts throw, which is too late to choose another way.</summary>
    internal static bool StartedNonInteractive(IEnumerable<string> arguments)
    {
        foreach (var argument in arguments.Skip(1))
        {
            var name = argument.TrimStart('-', '/').ToLowerInvariant();
            if (argument.Length == name.Length)
                return false;
            if (name.Length >= 4 && "noninteractive".StartsWith(name, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}

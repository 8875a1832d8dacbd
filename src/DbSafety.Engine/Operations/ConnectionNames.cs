using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>
/// Takes a bare word where a connection is wanted for what it names: a target of the project, or else a connection that the host's
/// vault keeps. So one parameter takes whatever a person has at hand.
/// </summary>
internal static class ConnectionNames
{
    /// <summary>Replaces a name in the options; leaves a connection string, a URI, or a name that nobody knows.</summary>
    public static async Task ResolveAsync(DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options is not { Connection: { } name, Target: null, Sandbox: false } || !IsName(name))
            return;
        var project = options.Project is null ? ProjectFolder.OpenNearest(host) : ProjectFolder.Open(options.Project, host);
        var isTarget = project?.Configuration.Targets.Any(target => target.Name == name) == true;
        if (!isTarget && host is ISecretHost vault && await vault.FindConnectionAsync(name, cancellationToken) is { } connection)
        {
            host.Verbose($"The connection is the secret '{name}'.");
            options.Connection = connection;
        }
        else if (isTarget || project is not null)
        {
            // What is no target either is then missed by its name, with the names that there are.
            options.Target = name;
            options.Connection = null;
        }
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '.');
}

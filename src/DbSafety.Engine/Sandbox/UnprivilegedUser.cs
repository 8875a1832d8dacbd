using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>The user that the server runs as when we are root, which PostgreSQL refuses to run as.</summary>
internal sealed record UnprivilegedUser(string Name, string UserId, string GroupId)
{
    /// <summary>
    /// The account to drop to: <c>postgres</c>, which guards databases anyway; else whoever called sudo; else <c>nobody</c>.
    /// Null where we are not root.
    /// </summary>
    public static UnprivilegedUser? Choose(IOperationHost host)
    {
        if (!Libc.IsRoot)
            return null;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4)
            .Select(fields => new UnprivilegedUser(fields[0], fields[2], fields[3])).ToList();
        var caller = host.GetEnvironmentVariable("SUDO_UID") is { Length: > 0 } id && id != "0"
            ? accounts.Find(account => account.UserId == id) : null;
        return accounts.Find(account => account.Name == "postgres") ?? caller ?? accounts.Find(account => account.Name == "nobody")
            ?? throw SandboxErrors.NoUnprivilegedUser("there is neither a user postgres nor a user nobody");
    }

    /// <summary>A command line that runs another as this user.</summary>
    public IReadOnlyList<string> Wrap(IReadOnlyList<string> command, IOperationHost host)
    {
        if (OnPath("setpriv", host) is { } setpriv)
            return [setpriv, "--reuid", UserId, "--regid", GroupId, "--clear-groups", "--", .. command];
        if (OnPath("runuser", host) is { } runuser)
            return [runuser, "-u", Name, "--", .. command];
        if (OnPath("su", host) is { } su)
            return [su, "-s", "/bin/sh", Name, "-c", string.Join(' ', command.Select(Quoted))];
        throw SandboxErrors.NoUnprivilegedUser("none of setpriv, runuser and su is on the PATH");
    }

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string? OnPath(string program, IOperationHost host) => ProgramPath.Find(program, host, "/usr/sbin", "/usr/bin", "/sbin", "/bin");
}

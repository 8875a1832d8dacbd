using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Projects;

/// <summary>The user's state folder (XDG base directories; on Windows the local application data): what has to last and belongs to no project.</summary>
internal static class UserState
{
    public static string Folder(IOperationHost host)
    {
        var root = host.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : host.GetEnvironmentVariable("LOCALAPPDATA") is { Length: > 0 } local ? local
            : host.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state")
            : host.WorkingDirectory;
        return Path.Combine(root, "dbsafety");
    }
}

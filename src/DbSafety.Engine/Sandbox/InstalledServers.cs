using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>Finds the PostgreSQL servers that are installed on this machine.</summary>
internal static class InstalledServers
{
    /// <summary>Names a folder of server programs that is looked at first.</summary>
    public const string FolderVariable = "DBSAFETY_POSTGRES_BIN";

    /// <summary>What is installed, the named folder first, then by version, newest first.</summary>
    public static async Task<IReadOnlyList<ServerBinaries>> FindAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        var found = new List<ServerBinaries>();
        foreach (var folder in Folders(host).Distinct(StringComparer.Ordinal))
        {
            if (await ServerBinaries.InspectAsync(folder, cancellationToken) is { } binaries)
                found.Add(binaries);
        }

        var named = host.GetEnvironmentVariable(FolderVariable);
        return [.. found.OrderByDescending(binaries => binaries.Folder == named).ThenByDescending(binaries => binaries.Major)];
    }

    private static IEnumerable<string> Folders(IOperationHost host)
    {
        if (host.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            yield return named;

        // Distributions put links on the path, to programs that find their libraries beside themselves.
        var program = OperatingSystem.IsWindows() ? "pg_ctl.exe" : "pg_ctl";
        foreach (var folder in (host.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var file = new FileInfo(Path.Combine(folder, program));
            if (file.Exists)
                yield return Path.GetDirectoryName(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName)!;
        }

        var roots = OperatingSystem.IsWindows()
            ? [Path.Combine(host.GetEnvironmentVariable("ProgramFiles") ?? @"C:\Program Files", "PostgreSQL")]
            : new[] { "/usr/lib/postgresql", "/usr", "/usr/local", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/usr/libexec" };
        foreach (var root in roots.Where(Directory.Exists))
        {
            foreach (var folder in Directory.EnumerateDirectories(root))
            {
                var name = Path.GetFileName(folder);
                if (root is "/usr" or "/usr/local" or "/usr/libexec" or "/opt/homebrew/opt" or "/usr/local/opt"
                    && !name.StartsWith("pgsql", StringComparison.Ordinal) && !name.StartsWith("postgresql", StringComparison.Ordinal))
                    continue;
                yield return Path.Combine(folder, "bin");
            }
        }
    }
}

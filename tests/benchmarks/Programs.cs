using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>Finds the programs: beside the server's own, then in the PATH. A client that is older than the server cannot dump it, and is as good as missing.</summary>
internal sealed partial class Programs(SandboxServer server)
{
    /// <summary>The command line that is measured, as arguments of <c>dotnet</c>: the published one, which a Release build of this project makes.</summary>
    public string[] Ours { get; } = [IsPublished ? Published : Path.Combine(AppContext.BaseDirectory, "dbsafety.dll")];

    /// <summary>Whether the command line was compiled before it runs.</summary>
    public static bool IsPublished => File.Exists(Published);

    private static string Published => Path.Combine(AppContext.BaseDirectory, "published", "dbsafety.dll");

    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(server.BinaryFolder);
        foreach (var path in folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name + (OperatingSystem.IsWindows() ? ".exe" : ""))))
            if (File.Exists(path) && (!name.StartsWith("pg_", StringComparison.Ordinal) || await MajorAsync(path, cancellationToken) >= server.Major))
                return path;
        return null;
    }

    private static async Task<int> MajorAsync(string path, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Number().Match(text) is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}

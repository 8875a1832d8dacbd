using System.Diagnostics;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples.Operations;

/// <summary>A folder with <c>dbsafety</c> as an installed tool has it, for the examples that are run by a shell.</summary>
internal sealed class ToolFolder : IDisposable
{
    public ToolFolder()
    {
        Skip.If(OperatingSystem.IsWindows(), "The commands of this example are those of a POSIX shell.");
        Path = Directory.CreateTempSubdirectory("dbsafety-tool-").FullName;
        var tool = System.IO.Path.Combine(Path, "dbsafety");
        File.WriteAllText(tool, $"#!/bin/sh\nexec dotnet '{System.IO.Path.Combine(AppContext.BaseDirectory, "dbsafety.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>Runs lines as a job of a CI service does: the first one that fails ends it.</summary>
    public async Task<(int ExitCode, string Output)> ShellAsync(string lines, string folder, IReadOnlyDictionary<string, string> variables)
    {
        var start = ChildProcess.Start("bash", ["-euo", "pipefail", "-c", lines], folder);
        start.Environment["PATH"] = $"{Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return await RunAsync(start);
    }

    /// <summary>Runs a PowerShell script with the staged module; the test is skipped where there is no PowerShell.</summary>
    public static async Task<(int ExitCode, string Output)> PowerShellAsync(string command, IReadOnlyDictionary<string, string> variables)
    {
        var pwsh = ProgramPath.Find(OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh", new EnvironmentHost());
        Skip.If(pwsh is null, "There is no pwsh on the PATH.");
        var start = ChildProcess.Start(pwsh!, ["-NoProfile", "-NonInteractive", "-Command", command], System.IO.Path.GetTempPath());
        start.Environment["PSModulePath"] = System.IO.Path.GetDirectoryName(PowerShell.StagedModule.Folder);
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return await RunAsync(start);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Packaging;

/// <summary>Runs the .NET SDK.</summary>
internal static class Sdk
{
    /// <exception cref="DbSafetyException"><c>PackageNotBuilt</c>, with the errors that it told.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program(), [.. arguments, "-nologo", "-v", "quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // Those of the build that runs this program are not meant for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        if (process.ExitCode == 0)
            return;
        var lines = $"{await output}\n{await errors}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var told = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().Take(10).ToList();
        throw new DbSafetyException("PackageNotBuilt", ErrorKind.Unexpected, $"dotnet {arguments[0]} ended with {process.ExitCode}.")
        {
            State = "What was packed before that is in its folder; the rest is not.",
            NextStep = $"See what it says: dotnet {string.Join(' ', arguments)}",
            Detail = told.Count > 0 ? told : [.. lines.TakeLast(10)],
        };
    }

    // The SDK that this program runs on, which need not be on the PATH, nor be the one that is; an installation without an SDK has none.
    private static string Program()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var program = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(program) && Directory.Exists(Path.Combine(root, "sdk")) ? program : "dotnet";
    }
}

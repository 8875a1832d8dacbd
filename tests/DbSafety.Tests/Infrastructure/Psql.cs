using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace DbSafety.Tests.Infrastructure;

/// <summary>The oracle of the tests that ask what psql makes of a script. It counts only where it starts: Debian has a psql that finds none.</summary>
public static class Psql
{
    private static readonly Lazy<string?> Said = new(Ask);

    /// <summary>Skips the test where there is none.</summary>
    public static void Require() => Skip.If(Said.Value is null, "There is no psql that starts.");

    private static string? Ask()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("psql", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

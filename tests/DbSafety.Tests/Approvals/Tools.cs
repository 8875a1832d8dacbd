using System.ComponentModel;
using System.Diagnostics;

namespace DbSafety.Tests.Approvals;

/// <summary>OpenSSH, OpenSSL and Python, where the machine has them.</summary>
internal static class Tools
{
    /// <summary>Skips the test where one of them is not there, and says which.</summary>
    public static void SkipWithout(params string[] programs)
    {
        foreach (var program in programs)
            Xunit.Skip.IfNot(Exists(program), $"{program} is not installed here.");
    }

    /// <summary>Runs a program to its end; its output and error text.</summary>
    public static (int ExitCode, string Text) Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    private static bool Exists(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program) { ArgumentList = { program is "ssh-keygen" ? "-?" : "--version" }, RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

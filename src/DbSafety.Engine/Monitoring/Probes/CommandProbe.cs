using System.ComponentModel;
using System.Diagnostics;

namespace DbSafety.Engine.Monitoring.Probes;

/// <summary>Runs the program of a check. One that takes too long is ended with all that it started.</summary>
internal static class CommandProbe
{
    public static async Task<(bool Passed, string Detail)> AskAsync(CommandCheck check, CancellationToken cancellationToken)
    {
        using var process = Start(check);
        if (process is null)
            return (false, $"'{check.Command[0]}' cannot be started.");
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Judge(check, process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process? Start(CommandCheck check)
    {
        var start = new ProcessStartInfo(check.Command[0])
        {
            WorkingDirectory = check.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in check.Command.Skip(1))
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start);
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException)
        {
            return null;
        }
    }

    private static (bool Passed, string Detail) Judge(CommandCheck check, int code, string output, string errors)
    {
        var said = Last(errors.Trim().Length > 0 ? errors : output);
        if (code != 0)
            return (false, $"It ended with {code}.{said}");
        if (check.Contains is { } text && !output.Contains(text, StringComparison.Ordinal))
            return (false, $"It ended with 0, but its output lacks the text that was expected.{said}");
        return (true, $"It ended with 0.{said}");
    }

    private static string Last(string text)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return line is null ? "" : $" It said: {(line.Length > 120 ? line[..120] + "…" : line)}";
    }
}

using DbSafety.Cli;
using DbSafety.Cli.Hosting;

namespace DbSafety.Tests.Cli;

/// <summary>Runs a command line in this process, and keeps what it says.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static async Task<CliRun> RunAsync(params string[] words)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = await Application.RunAsync(words, _ => Terminal.OfTexts(output, error), CancellationToken.None);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}

using DbSafety.Cli.Arguments;
using DbSafety.Cli.Help;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Errors;

namespace DbSafety.Cli;

/// <summary>One call of <c>dbsafety</c>, from its words to its exit code.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        using var interruption = new Interruption();
        return await RunAsync(words, colours => Terminal.OfThisProcess(colours), interruption.Token);
    }

    /// <summary>Runs with outputs of the caller's choice.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, Func<bool, Terminal> open, CancellationToken cancellationToken)
    {
        // Also a command line that cannot be read is answered in the form that it asks for.
        var global = new GlobalOptions
        {
            Json = words.Contains("--json", StringComparer.OrdinalIgnoreCase),
            NoColor = words.Contains("--no-color", StringComparer.OrdinalIgnoreCase) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 },
        };
        var terminal = open(!global.NoColor);
        try
        {
            var invocation = CommandLineParser.Parse(words, global);
            if (global.Version)
                return HelpPages.Version(terminal, global.Json);
            if (invocation.Command is null)
                return HelpPages.Overview(terminal);
            if (global.Help)
                return HelpPages.Command(terminal, invocation.Command);
            return await new CommandRun(terminal, invocation).RunAsync(cancellationToken);
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.InvalidArgument)
        {
            return CommandRun.Report(terminal, global, error, []);
        }
    }
}

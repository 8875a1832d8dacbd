using DbSafety.Cli.Arguments;
using DbSafety.Cli.Hosting;
using DbSafety.Cli.Local;
using DbSafety.Cli.Views;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using Spectre.Console;

namespace DbSafety.Cli;

/// <summary>Runs one command and shows what came of it.</summary>
internal sealed class CommandRun(Terminal terminal, Invocation invocation)
{
    private readonly CommandDefinition _command = invocation.Command!;
    private readonly GlobalOptions _global = invocation.Global;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var options = ArgumentBinder.Bind(_command, invocation.Tokens);
        var common = options as CommandOptions;
        using INarrator narrator = terminal.IsScreen && !_global.Json
            ? new LiveNarrator(terminal, TimeProvider.System)
            : new PlainNarrator(terminal, toError: _global.Json, TimeProvider.System);
        var host = new ConsoleHost(narrator, new ConsoleQuestions(narrator, terminal), _global, common?.WhatIf ?? false, common?.Force ?? false);
        try
        {
            await (LocalCommands.Runner(_command) is { } local
                ? local.RunAsync(options, host, cancellationToken)
                : new OperationRunner().RunAsync(common!, host, cancellationToken));
            narrator.Dispose();
            if (!host.WritesDocument)
                Show(host.Results);
            return (int)(host.Results.OfType<ITestedResult>().All(result => result.Passed) ? ExitCode.Success : ExitCode.CheckFailed);
        }
        catch (Exception error)
        {
            narrator.Dispose();
            return Report(terminal, _global, Known(error, cancellationToken), host.Results, () => Show(host.Results));
        }
    }

    /// <summary>Shows an error, with the results that were there before it; gives its exit code.</summary>
    public static int Report(Terminal terminal, GlobalOptions global, DbSafetyException error, IReadOnlyList<object> results, Action? show = null)
    {
        if (global.Json)
        {
            terminal.Output.Profile.Out.Writer.WriteLine(JsonOutput.Error(error, results));
        }
        else
        {
            if (results.Count > 0)
                show?.Invoke();
            ErrorView.Write(terminal.Error, error, global.Verbose);
        }

        return (int)error.ExitCode;
    }

    private void Show(IReadOnlyList<object> results)
    {
        if (_global.Json)
            terminal.Output.Profile.Out.Writer.WriteLine(JsonOutput.Results(results, _command.Command.Many));
        else if (results.Count > 0)
            terminal.Output.Write(ResultViews.Of(results[0].GetType()).Render(results, _command.Command.Many));
        else if (_command.Command.Many && !_global.Quiet)
            terminal.Error.MarkupLine($"[grey]{_command.Command.Nothing}[/]");
    }

    private DbSafetyException Known(Exception error, CancellationToken cancellationToken) => error switch
    {
        DbSafetyException known => known,
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            new DbSafetyException("Cancelled", ErrorKind.Cancelled, $"{_command.Name} was cancelled before its end.", error)
            {
                State = "What was under way was stopped; the server takes back a transaction that was open. This was not checked.",
                NextStep = "dbsafety status",
            },
        _ => new DbSafetyException("Unexpected", ErrorKind.Unexpected, $"Something unforeseen happened: {error.Message} ({error.GetType().Name})", error)
        {
            State = "What was under way was stopped. What was done before that was not checked.",
            NextStep = "Run the command again with --verbose, and report what it shows.",
        },
    };
}

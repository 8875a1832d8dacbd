using DbSafety.Cli.Arguments;
using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>The world of an operation that is run from the command line.</summary>
internal sealed class ConsoleHost(INarrator narrator, ConsoleQuestions questions, GlobalOptions global, bool whatIf, bool force) : IOperationHost
{
    private readonly List<object> _results = [];

    /// <summary>What the command has handed out so far.</summary>
    public IReadOnlyList<object> Results
    {
        get
        {
            lock (_results)
                return [.. _results];
        }
    }

    public TimeProvider Time => TimeProvider.System;

    public string WorkingDirectory => Environment.CurrentDirectory;

    public string UserName => Environment.UserName;

    public string MachineName => Environment.MachineName;

    public bool CanAsk => questions.CanAsk;

    public string? GetEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public void Verbose(string message)
    {
        if (global.Verbose)
            narrator.Message($"[grey]{message.EscapeMarkup()}[/]");
    }

    /// <summary>True once a document for another program was handed out: then nothing else goes to the output.</summary>
    public bool WritesDocument { get; private set; }

    /// <summary>True when the results become a JSON document.</summary>
    public bool WritesJson => global.Json;

    /// <summary>Tells a person something that belongs to the command's output: one line of markup.</summary>
    public void Notice(string markup) => narrator.Write(terminal => (global.Json ? terminal.Error : terminal.Output).MarkupLine(markup));

    // Somebody acted alone: that is never shown in the colour of what is usual.
    public void Warning(string message) => narrator.Message(message.StartsWith("BREAK-GLASS", StringComparison.Ordinal) ? $"[bold red]{message.EscapeMarkup()}[/]" : $"[yellow]Warning:[/] {message.EscapeMarkup()}");

    public void Step(StepReport step)
    {
        if (!global.Quiet)
            narrator.Step(step);
    }

    public void Progress(ProgressReport progress)
    {
        if (!global.Quiet)
            narrator.Progress(progress);
    }

    public async Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        if (whatIf)
        {
            questions.Show($"What if: {confirmation.Action} — {confirmation.Subject}", confirmation.Detail ?? []);
            return false;
        }

        if (force || (confirmation.Impact < ChangeImpact.High && !global.Confirm))
            return true;
        return await questions.ConfirmAsync(confirmation, cancellationToken);
    }

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => questions.AskAsync(question, cancellationToken);

    public void Write(object result)
    {
        // A document may come in many pieces, and none of them is kept.
        if (result is TextDocument document)
        {
            WritesDocument = true;
            narrator.Write(terminal => terminal.Output.Profile.Out.Writer.WriteLine(document.Text));
            return;
        }

        lock (_results)
            _results.Add(result);
    }
}

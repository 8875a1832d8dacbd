using System.Collections.Concurrent;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Demo;

/// <summary>
/// The console as the demo's operations see it: with the farm's connections in the environment, and with somebody who approves.
/// Who that is stands on the screen: the demo itself, or the person in front of it.
/// </summary>
internal sealed class DemoHost(ConsoleHost console, bool attended, string workingDirectory) : IOperationHost
{
    private readonly ConcurrentQueue<object> _results = new();

    private IReadOnlyList<string> _shown = [];

    /// <summary>True while the stage is being set: nobody wants to see how.</summary>
    public bool Quiet { get; set; }

    public Dictionary<string, string> Variables { get; } = [];

    public TimeProvider Time => console.Time;

    public string WorkingDirectory => workingDirectory;

    public string UserName => console.UserName;

    public string MachineName => console.MachineName;

    public bool CanAsk => !attended || console.CanAsk;

    public string? GetEnvironmentVariable(string name) => Variables.GetValueOrDefault(name) ?? console.GetEnvironmentVariable(name);

    public void Verbose(string message) => console.Verbose(message);

    public void Warning(string message)
    {
        if (Quiet)
            console.Verbose(message);
        else
            console.Warning(message);
    }

    public void Step(StepReport step)
    {
        if (!Quiet)
            console.Step(step);
    }

    public void Progress(ProgressReport progress) => console.Progress(progress);

    public async Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        if (Quiet)
            return true;
        if (attended)
            return await console.ConfirmAsync(confirmation, cancellationToken);
        Show($"{confirmation.Action} — {confirmation.Subject}", confirmation.Detail ?? [], "confirmed");
        return true;
    }

    public async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (attended)
            return await console.AskAsync(question, cancellationToken);

        // A question in free words is the one for a production target: its name is the answer.
        var answer = question.Choices.Contains("yes") ? "yes" : question.Choices.Count > 0 ? question.Choices[^1] : DemoStage.Production;
        Show($"{question.Title}: {question.Text}", question.Detail, $"{answer}: approved");
        return answer;
    }

    public void Write(object result) => _results.Enqueue(result);

    /// <summary>Takes what was handed out since the last time.</summary>
    public IReadOnlyList<T> TakeResults<T>()
    {
        var taken = new List<T>();
        while (_results.TryDequeue(out var result))
        {
            if (result is T wanted)
                taken.Add(wanted);
        }

        return taken;
    }

    private void Show(string question, IReadOnlyList<string> detail, string answer)
    {
        console.Notice($"  [yellow]?[/] {question.EscapeMarkup()}");
        foreach (var line in detail.SkipWhile((line, index) => index < _shown.Count && _shown[index] == line))
            console.Notice($"      [grey]{line.EscapeMarkup()}[/]");
        _shown = detail;
        console.Notice($"    [yellow]→ {answer.EscapeMarkup()}, by the demo in your place[/] [grey](--attended asks you)[/]");
    }
}

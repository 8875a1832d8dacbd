using System.Collections.Concurrent;
using DbSafety.Core.Hosting;

namespace DbSafety.Tests.Infrastructure;

/// <summary>A host that records what an operation says, and answers as the test was told to.</summary>
public sealed class TestHost : IOperationHost
{
    // What a command without a project keeps belongs to the tests, not to the user's own state.
    private static readonly string State = Path.Combine(Path.GetTempPath(), $"dbsafety-test-state-{System.Environment.ProcessId}");

    public ConcurrentQueue<string> Messages { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<StepReport> Steps { get; } = new();

    public ConcurrentQueue<Confirmation> Confirmations { get; } = new();

    public ConcurrentQueue<Question> Questions { get; } = new();

    public ConcurrentQueue<object> Results { get; } = new();

    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The answer to every confirmation.</summary>
    public bool Confirms { get; set; } = true;

    /// <summary>Done while a confirmation is asked for.</summary>
    public Action<Confirmation>? Confirming { get; set; }

    /// <summary>Gives the answers to questions; null when nobody can answer.</summary>
    public Func<Question, string>? Answer { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string WorkingDirectory { get; set; } = Directory.GetCurrentDirectory();

    public string UserName => "tester";

    public string MachineName => "testbench";

    public bool CanAsk => Answer is not null;

    // Where programs and the user's cache are, is the machine's; all else that a test does not set is not there.
    public string? GetEnvironmentVariable(string name) => Environment.TryGetValue(name, out var value) ? value
        : name == "XDG_STATE_HOME" ? State
        : name is "PATH" or "HOME" or "LOCALAPPDATA" ? System.Environment.GetEnvironmentVariable(name)
        : null;

    public void Verbose(string message) => Messages.Enqueue(message);

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Step(StepReport step) => Steps.Enqueue(step);

    public void Progress(ProgressReport progress) => Messages.Enqueue(progress.ToString());

    public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        Confirmations.Enqueue(confirmation);
        Confirming?.Invoke(confirmation);
        return Task.FromResult(Confirms);
    }

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);
        return Task.FromResult(Answer!(question));
    }

    public void Write(object result) => Results.Enqueue(result);

    public IReadOnlyList<T> ResultsOf<T>() => [.. Results.OfType<T>()];
}

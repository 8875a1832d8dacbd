using DbSafety.Core.Hosting;

namespace DbSafety.Benchmarks;

/// <summary>The world as the throw-away server needs it.</summary>
internal sealed class BenchmarkHost : IOperationHost
{
    public TimeProvider Time => TimeProvider.System;

    public string WorkingDirectory => Directory.GetCurrentDirectory();

    public string UserName => Environment.UserName;

    public string MachineName => Environment.MachineName;

    public bool CanAsk => false;

    public string? GetEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public void Verbose(string message) => Console.Error.WriteLine(message);

    public void Warning(string message) => Console.Error.WriteLine(message);

    public void Step(StepReport step)
    {
    }

    public void Progress(ProgressReport progress)
    {
    }

    public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => throw new NotSupportedException();

    public List<object> Results { get; } = [];

    public void Write(object result) => Results.Add(result);
}

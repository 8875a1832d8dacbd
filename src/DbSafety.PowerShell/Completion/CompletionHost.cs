using DbSafety.Core.Hosting;

namespace DbSafety.PowerShell.Completion;

/// <summary>A host that says nothing and agrees to nothing: a command line is still being typed.</summary>
internal sealed class CompletionHost(string workingDirectory) : IOperationHost
{
    public TimeProvider Time => TimeProvider.System;

    public string WorkingDirectory { get; } = workingDirectory;

    public string UserName => Environment.UserName;

    public string MachineName => Environment.MachineName;

    public bool CanAsk => false;

    public string? GetEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Step(StepReport step)
    {
    }

    public void Progress(ProgressReport progress)
    {
    }

    public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody can be asked.");

    public void Write(object result)
    {
    }
}

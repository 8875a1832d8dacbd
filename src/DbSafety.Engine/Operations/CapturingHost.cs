using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Operations;

/// <summary>Keeps what one command hands out; all else goes to the host behind it.</summary>
internal class CapturingHost(IOperationHost outer) : IOperationHost
{
    private readonly List<object> _results = [];

    public IReadOnlyList<object> Results
    {
        get
        {
            lock (_results)
                return [.. _results];
        }
    }

    public TimeProvider Time => outer.Time;

    public string WorkingDirectory => outer.WorkingDirectory;

    public string UserName => outer.UserName;

    public string MachineName => outer.MachineName;

    public bool CanAsk => outer.CanAsk;

    public string? GetEnvironmentVariable(string name) => outer.GetEnvironmentVariable(name);

    public void Verbose(string message) => outer.Verbose(message);

    public void Warning(string message) => outer.Warning(message);

    public void Step(StepReport step) => outer.Step(step);

    public void Progress(ProgressReport progress) => outer.Progress(progress);

    public virtual Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => outer.ConfirmAsync(confirmation, cancellationToken);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => outer.AskAsync(question, cancellationToken);

    public void Write(object result)
    {
        lock (_results)
            _results.Add(result);
    }
}

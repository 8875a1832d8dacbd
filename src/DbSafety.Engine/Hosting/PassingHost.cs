using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Hosting;

/// <summary>A host that passes everything on to another one, for those that do one thing in their own way.</summary>
internal abstract class PassingHost(IOperationHost outer) : IOperationHost
{
    public TimeProvider Time => outer.Time;

    public string WorkingDirectory => outer.WorkingDirectory;

    public string UserName => outer.UserName;

    public string MachineName => outer.MachineName;

    public bool CanAsk => outer.CanAsk;

    public string? GetEnvironmentVariable(string name) => outer.GetEnvironmentVariable(name);

    public void Verbose(string message) => outer.Verbose(message);

    public void Warning(string message) => outer.Warning(message);

    public virtual void Step(StepReport step) => outer.Step(step);

    public void Progress(ProgressReport progress) => outer.Progress(progress);

    public virtual Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => outer.ConfirmAsync(confirmation, cancellationToken);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => outer.AskAsync(question, cancellationToken);

    public abstract void Write(object result);
}

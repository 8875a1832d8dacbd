using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>
/// The world as a command of a step sees it. What the command asks to confirm was confirmed with the run; approvals are asked of the
/// person as ever. Its own procedure is told as detail: the numbered steps on the screen are the runbook's.
/// </summary>
internal sealed class StepHost(IOperationHost outer) : IOperationHost
{
    public TimeProvider Time => outer.Time;

    public string WorkingDirectory => outer.WorkingDirectory;

    public string UserName => outer.UserName;

    public string MachineName => outer.MachineName;

    public bool CanAsk => outer.CanAsk;

    public string? GetEnvironmentVariable(string name) => outer.GetEnvironmentVariable(name);

    public void Verbose(string message) => outer.Verbose(message);

    public void Warning(string message) => outer.Warning(message);

    public void Step(StepReport step)
    {
        if (step.State is not (StepState.Pending or StepState.Running))
            outer.Verbose($"{step.Number}/{step.Count} {step.Name}: {step.State}. {step.Detail}".TrimEnd());
    }

    public void Progress(ProgressReport progress) => outer.Progress(progress);

    public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => outer.AskAsync(question, cancellationToken);

    public void Write(object result) => throw new InvalidOperationException("The results of a step's commands go to the step.");
}

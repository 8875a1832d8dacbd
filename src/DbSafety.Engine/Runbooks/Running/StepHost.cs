using DbSafety.Core.Hosting;
using DbSafety.Engine.Hosting;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>
/// The world as a command of a step sees it. What the command asks to confirm was confirmed with the run; approvals are asked of the
/// person as ever. Its own procedure is told as detail: the numbered steps on the screen are the runbook's.
/// </summary>
internal sealed class StepHost(IOperationHost outer) : PassingHost(outer)
{
    public override void Step(StepReport step)
    {
        if (step.State is not (StepState.Pending or StepState.Running))
            Verbose($"{step.Number}/{step.Count} {step.Name}: {step.State}. {step.Detail}".TrimEnd());
    }

    public override Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(true);

    public override void Write(object result) => throw new InvalidOperationException("The results of a step's commands go to the step.");
}

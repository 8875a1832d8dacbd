using DbSafety.Core.Hosting;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>Shows the numbered steps of the procedure at hand.</summary>
internal sealed class StepDisplay(IOperationHost host)
{
    /// <summary>Shows a step of the procedure, not one within a group.</summary>
    public void Show(Runbook runbook, int number, RunbookStep step, StepState state, string? detail = null) =>
        host.Step(new StepReport(number, runbook.Steps.Count + runbook.Always.Count, step.Title, state, detail));
}

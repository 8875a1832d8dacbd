using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>How a step of a procedure ended, and what a person should know of it.</summary>
public sealed record StepOutcome(StepState State, string Detail)
{
    public static StepOutcome Done(string detail) => new(StepState.Succeeded, detail);

    public static StepOutcome Skipped(string reason) => new(StepState.Skipped, reason);

    public static StepOutcome Failed(string detail) => new(StepState.Failed, detail);
}

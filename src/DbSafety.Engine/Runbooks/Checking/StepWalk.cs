using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>All steps of a runbook, those within groups too, in their order.</summary>
internal static class StepWalk
{
    public static IEnumerable<RunbookStep> All(Runbook runbook) => runbook.Steps.Concat(runbook.Always).SelectMany(All);

    public static IEnumerable<RunbookStep> All(RunbookStep step) =>
        step.Action is GroupAction group ? group.Steps.SelectMany(All).Prepend(step) : [step];
}

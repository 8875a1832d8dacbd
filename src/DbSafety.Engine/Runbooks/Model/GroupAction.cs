namespace DbSafety.Engine.Runbooks.Model;

/// <summary>Several parts that count as one step; its result is that of the last one.</summary>
public sealed record GroupAction(IReadOnlyList<RunbookStep> Steps) : StepAction
{
    public override string Summary => string.Join("; ", Steps.Select(step => step.Title));
}

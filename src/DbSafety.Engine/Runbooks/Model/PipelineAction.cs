namespace DbSafety.Engine.Runbooks.Model;

/// <summary>Runs commands, each one's objects piped to the next.</summary>
public sealed record PipelineAction(IReadOnlyList<PipelineCommand> Commands) : StepAction
{
    public override string Summary => string.Join(" | ", Commands.Select(command => command.Name));
}

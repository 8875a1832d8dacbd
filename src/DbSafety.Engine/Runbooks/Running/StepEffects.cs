using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>What a step would do, as far as can be told without doing it.</summary>
internal static class StepEffects
{
    public static StepEffect Of(RunbookStep step) => step.Action switch
    {
        AskAction or ApproveAction => StepEffect.Asks,
        GroupAction group => group.Steps.Select(Of).Aggregate(StepEffect.OnlyReads, Greater),
        PipelineAction pipeline => pipeline.Commands.Select(command => Of(command.Name)).Aggregate(StepEffect.OnlyReads, Greater),
        _ => StepEffect.Changes,
    };

    private static StepEffect Of(string command) => CommandCatalog.Find(command) is not { } definition ? StepEffect.Unknown
        : definition.Command.Impact is ChangeImpact.None or ChangeImpact.Low ? StepEffect.OnlyReads
        : StepEffect.Changes;

    private static StepEffect Greater(StepEffect left, StepEffect right) => Rank(left) >= Rank(right) ? left : right;

    private static int Rank(StepEffect effect) => effect switch
    {
        StepEffect.OnlyReads => 0,
        StepEffect.Asks => 1,
        StepEffect.Unknown => 2,
        _ => 3,
    };
}

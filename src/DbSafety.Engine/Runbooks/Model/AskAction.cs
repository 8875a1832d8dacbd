using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A person answers, or does something by hand and says so.</summary>
/// <param name="Text">The question.</param>
/// <param name="Choices">The answers that are taken; empty for words.</param>
/// <param name="Fields">The parts of the answer, each asked by its name; empty for one answer.</param>
public sealed record AskAction(StepValue Text, IReadOnlyList<string> Choices, IReadOnlyList<string> Fields) : StepAction
{
    public override string Summary => "a person answers";
}

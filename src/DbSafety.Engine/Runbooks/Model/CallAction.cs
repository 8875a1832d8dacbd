using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>Carries out another runbook, and waits for its end.</summary>
/// <param name="Runbook">Its name.</param>
/// <param name="With">Its inputs.</param>
public sealed record CallAction(string Runbook, IReadOnlyDictionary<string, StepValue> With) : StepAction
{
    public override string Summary => $"runbook {Runbook}";
}

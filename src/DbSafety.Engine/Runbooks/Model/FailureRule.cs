using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>What is done when a step fails.</summary>
/// <param name="Continues">The run goes on with the next step.</param>
/// <param name="EscalatesTo">The runbook that takes over; null for none.</param>
public sealed record FailureRule(bool Continues, string? EscalatesTo = null)
{
    /// <summary>The run ends.</summary>
    public static FailureRule Stop { get; } = new(false);

    /// <summary>The run goes on.</summary>
    public static FailureRule Continue { get; } = new(true);

    /// <summary>The inputs of the runbook that takes over.</summary>
    public IReadOnlyDictionary<string, StepValue> With { get; init; } = new Dictionary<string, StepValue>();
}

using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>How a step ended.</summary>
/// <param name="State">Succeeded, failed, timed out, skipped, waiting or cancelled.</param>
/// <param name="Output">What it gave: one object, or a list of several.</param>
internal sealed record StepResult(StepState State, JsonNode? Output = null)
{
    /// <summary>Why it failed.</summary>
    public DbSafetyException? Error { get; init; }

    /// <summary>For a person.</summary>
    public string? Detail { get; init; }

    /// <summary>Who approved what on the way, as the target's journal has it; null where nobody did.</summary>
    public JsonArray? Approvals { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>It came to its end, and a step within it had failed and was passed over.</summary>
    public bool HadInnerFailure { get; init; }

    public bool HasFailed => State is StepState.Failed or StepState.TimedOut;

    public static StepResult Failed(DbSafetyException error) => new(StepState.Failed) { Error = error };
}

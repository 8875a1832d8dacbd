using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>How a list of steps ended, what the last one gave, and whether one that failed was passed over.</summary>
internal sealed record SequenceResult(SequenceEnd End, JsonNode? Output, bool HadFailure)
{
    /// <summary>How the step ended that ended the list.</summary>
    public StepResult? Last { get; init; }
}

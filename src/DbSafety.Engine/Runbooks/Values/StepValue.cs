using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A value that a runbook writes for a parameter. What it is, is known when the step is run.</summary>
/// <param name="Place">Where it stands.</param>
public abstract record StepValue(SourcePlace Place)
{
    /// <summary>The value, with what the run knows by now.</summary>
    public abstract JsonNode? Resolve(RunScope scope);

    /// <summary>The references that it holds, at any depth.</summary>
    public abstract IEnumerable<ReferencePath> References { get; }
}

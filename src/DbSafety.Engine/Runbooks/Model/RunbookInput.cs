using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>Something that a runbook is started with.</summary>
/// <param name="Name">Its name, as in <c>$inputs.name</c>.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Place">Where it stands.</param>
public sealed record RunbookInput(string Name, InputType Type, SourcePlace Place)
{
    /// <summary>The runbook does not start without it.</summary>
    public bool Required { get; init; }

    /// <summary>Its value where none is given.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The values that it takes; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A regular expression that the whole value has to match.</summary>
    public string? Pattern { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }
}

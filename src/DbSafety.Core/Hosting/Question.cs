namespace DbSafety.Core.Hosting;

/// <summary>A question that a person answers in words.</summary>
/// <param name="Title">What is asked about.</param>
/// <param name="Text">The question.</param>
/// <param name="Detail">Lines to show before the question.</param>
/// <param name="Choices">The answers that are taken, first the one that changes nothing; empty for free text.</param>
public sealed record Question(string Title, string Text, IReadOnlyList<string> Detail, IReadOnlyList<string> Choices)
{
    /// <summary>The answer is a secret: it is not shown while it is typed, and kept nowhere.</summary>
    public bool IsSecret { get; init; }
}

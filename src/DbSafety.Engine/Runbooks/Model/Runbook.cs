namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A written procedure, as its file says it.</summary>
/// <param name="Name">Its name, by which it is started and escalated to.</param>
/// <param name="Path">Where it was read; of a built-in one a name and no file.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Digest">SHA-256 of the text, in hex.</param>
public sealed record Runbook(string Name, string Path, string Text, string Digest)
{
    /// <summary>What it is for, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>The event that it answers, such as <c>migration.failed</c>.</summary>
    public string? Trigger { get; init; }

    /// <summary>What it is started with.</summary>
    public IReadOnlyList<RunbookInput> Inputs { get; init; } = [];

    /// <summary>The commands from outside the module that it may use.</summary>
    public IReadOnlyList<ForeignCommand> Commands { get; init; } = [];

    /// <summary>The numbered steps.</summary>
    public IReadOnlyList<RunbookStep> Steps { get; init; } = [];

    /// <summary>The steps that are taken whatever came before; their numbers go on.</summary>
    public IReadOnlyList<RunbookStep> Always { get; init; } = [];

    /// <summary>It ships with DbSafety.</summary>
    public bool IsBuiltIn { get; init; }
}

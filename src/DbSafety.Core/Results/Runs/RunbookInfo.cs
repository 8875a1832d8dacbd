namespace DbSafety.Core.Results.Runs;

/// <summary>A runbook that can be carried out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Trigger">The event that it answers.</param>
/// <param name="Inputs">What it is started with: name, type, and an asterisk where it is required.</param>
/// <param name="Steps">The sentences of its steps.</param>
/// <param name="BuiltIn">It ships with DbSafety.</param>
/// <param name="Path">Its file; of a built-in one its name.</param>
/// <param name="Digest">SHA-256 of its text, in hex.</param>
/// <param name="Problem">Why it cannot be carried out; null where its file can be read.</param>
public sealed record RunbookInfo(
    string Name,
    string? Description,
    string? Trigger,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Steps,
    bool BuiltIn,
    string Path,
    string? Digest,
    string? Problem);

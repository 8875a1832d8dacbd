namespace DbSafety.Engine.Schema.Exporting;

/// <summary>What an export does to a folder.</summary>
/// <param name="Written">Files that are new or changed, with their text, by their path from the folder.</param>
/// <param name="Removed">Files of objects that are gone.</param>
/// <param name="Unchanged">How many files stay as they are.</param>
/// <param name="Settings">What the folder holds.</param>
public sealed record FolderChange(IReadOnlyDictionary<string, string> Written, IReadOnlyList<string> Removed, int Unchanged, FolderSettings Settings);

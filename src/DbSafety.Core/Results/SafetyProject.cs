namespace DbSafety.Core.Results;

/// <summary>A project folder that was made.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Name">The project's name.</param>
/// <param name="Created">Files and folders that were made.</param>
/// <param name="Kept">Files and folders that existed and were left as they are.</param>
public sealed record SafetyProject(string Path, string Name, IReadOnlyList<string> Created, IReadOnlyList<string> Kept);

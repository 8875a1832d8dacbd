namespace DbSafety.Core.Results.Runs;

/// <summary>What was found wrong with a runbook.</summary>
/// <param name="Name">The runbook's name.</param>
/// <param name="Passed">Nothing was found wrong.</param>
/// <param name="Problems">What is wrong, each with file, line and column.</param>
/// <param name="Warnings">What a person should know.</param>
/// <param name="Path">Its file.</param>
public sealed record RunbookTest(string Name, bool Passed, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, string Path) : ITestedResult;

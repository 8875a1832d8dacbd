namespace DbSafety.Core.Results;

/// <summary>One seed file that was loaded.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Statements">How many statements were run.</param>
/// <param name="Rows">How many rows they reported.</param>
/// <param name="Duration">How long it took.</param>
public sealed record SeedFileResult(string File, string Target, int Statements, long Rows, TimeSpan Duration);

namespace DbSafety.Core.Results.Runs;

/// <summary>One execution of a runbook.</summary>
/// <param name="RunId">Its id; ids sort by time.</param>
/// <param name="Runbook">The runbook's name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Target">The database that it works on, described without a password; null where none was named.</param>
/// <param name="Started">When it began; null where it did not.</param>
/// <param name="Ended">When it ended; null while it has not.</param>
/// <param name="Steps">Its steps in the order in which they were or will be taken.</param>
/// <param name="Question">What a person has to answer, where it waits.</param>
/// <param name="Operator">Who started it.</param>
/// <param name="Path">The folder of the run.</param>
/// <param name="NextStep">The command that comes next; null where none does.</param>
public sealed record SafetyRun(
    string RunId,
    string Runbook,
    RunStatus Status,
    string? Target,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    IReadOnlyList<SafetyRunStep> Steps,
    string? Question,
    string? Operator,
    string? Path,
    string? NextStep);

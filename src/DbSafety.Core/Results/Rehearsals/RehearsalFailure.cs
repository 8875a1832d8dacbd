namespace DbSafety.Core.Results.Rehearsals;

/// <summary>Which part of a rehearsal raised an error.</summary>
/// <param name="Part">The part; null where no script was run.</param>
/// <param name="Message">What the server or the rule said.</param>
/// <param name="SqlState">PostgreSQL's code, where the server raised it.</param>
/// <param name="Script">The file.</param>
/// <param name="Line">From 1.</param>
public sealed record RehearsalFailure(RehearsalPart? Part, string Message, string? SqlState, string? Script, int? Line);

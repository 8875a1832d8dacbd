namespace DbSafety.Core.Results.Rehearsals;

/// <summary>What a script did on the shadow, statement by statement.</summary>
/// <param name="Part">Which script of the migration.</param>
/// <param name="Path">The file.</param>
/// <param name="Statements">Its statements in their order; up to the one that failed, where one did.</param>
/// <param name="Duration">How long all of it took on the shadow.</param>
public sealed record ScriptTrace(RehearsalPart Part, string Path, IReadOnlyList<StatementTrace> Statements, TimeSpan Duration);

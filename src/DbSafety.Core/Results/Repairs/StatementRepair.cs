namespace DbSafety.Core.Results.Repairs;

/// <summary>One statement of a migration that was cut off, and what the database shows of it.</summary>
/// <param name="Step">The step that it is part of, from 1.</param>
/// <param name="Line">Its line in the script.</param>
/// <param name="Statement">Its command, such as <c>CREATE INDEX</c>.</param>
/// <param name="State">What became of it.</param>
/// <param name="Detail">By what that is known; for debris, what exactly lies there.</param>
/// <param name="CleanUp">The statements that take its debris away; empty where there is none.</param>
public sealed record StatementRepair(int Step, int Line, string Statement, StatementState State, string Detail, IReadOnlyList<string> CleanUp);

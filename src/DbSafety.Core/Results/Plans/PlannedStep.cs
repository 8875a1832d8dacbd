namespace DbSafety.Core.Results.Plans;

/// <summary>A part of a migration that happens or does not happen.</summary>
/// <param name="Number">From 1.</param>
/// <param name="InTransaction">It is a transaction.</param>
/// <param name="Reason">Why it is none; null for a transaction.</param>
/// <param name="Statements">Its statements in their order.</param>
public sealed record PlannedStep(int Number, bool InTransaction, string? Reason, IReadOnlyList<PlannedStatement> Statements);

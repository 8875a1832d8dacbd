namespace DbSafety.Core.Results.Rehearsals;

/// <summary>A lock that a statement took on a relation that was there before the rehearsed chain began.</summary>
/// <param name="Relation">Schema and name, quoted where they need it.</param>
/// <param name="Kind"><c>table index sequence view materializedView partitionedTable partitionedIndex foreignTable</c>.</param>
/// <param name="Table">The table that an index is of; else null.</param>
/// <param name="Mode">The mode. A statement that takes several lists each.</param>
/// <param name="HeldUntilLine">The line of the last statement of its transaction; the statement's own line for one outside a transaction.</param>
/// <param name="HeldFor">From the beginning of the statement to the end of its transaction, on the shadow.</param>
/// <param name="Sampled">Seen by a second session while the statement ran: a shorter one may have been missed.</param>
public sealed record LockTrace(string Relation, string Kind, string? Table, LockMode Mode, int HeldUntilLine, TimeSpan HeldFor, bool Sampled = false);

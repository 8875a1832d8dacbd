namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>A way in which data may be lost, whether or not there are rows now that show it.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Table">The quoted name of the table, or of the sequence.</param>
/// <param name="Columns">The columns; empty for whole rows.</param>
/// <param name="Reason">The sentence.</param>
internal sealed record Suspicion(SuspicionKind Kind, string Table, IReadOnlyList<string> Columns, string Reason);

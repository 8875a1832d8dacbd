namespace DbSafety.Core.Results.Rehearsals;

/// <summary>Data that a rollback did not give back.</summary>
/// <param name="Table">The table, or the sequence.</param>
/// <param name="Columns">The columns whose values differ; empty where whole rows do.</param>
/// <param name="Rows">How many rows of the target are lost or different; 0 where the target's table is empty and only rows to come would be lost.</param>
/// <param name="Detail">What happened, in a sentence.</param>
public sealed record DataLoss(string Table, IReadOnlyList<string> Columns, long Rows, string Detail);

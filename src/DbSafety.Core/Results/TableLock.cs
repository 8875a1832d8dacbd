namespace DbSafety.Core.Results;

/// <summary>A lock that a restore takes on a live table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Mode">The lock mode, as PostgreSQL calls it.</param>
/// <param name="Blocks">Who waits meanwhile.</param>
/// <param name="Estimate">For how long, estimated; null where nothing was measured to say so.</param>
/// <param name="Basis">What the estimate rests on.</param>
public sealed record TableLock(string Table, string Mode, string Blocks, TimeSpan? Estimate, string Basis);

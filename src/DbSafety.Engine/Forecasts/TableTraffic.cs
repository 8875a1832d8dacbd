namespace DbSafety.Engine.Forecasts;

/// <summary>How a table is used now.</summary>
/// <param name="ReadsPerSecond">Scans begun a second, of the table or of its indexes.</param>
/// <param name="WritesPerSecond">Rows written a second.</param>
/// <param name="OldestTransaction">The age of the oldest transaction that holds a lock on it.</param>
internal sealed record TableTraffic(double ReadsPerSecond, double WritesPerSecond, TimeSpan? OldestTransaction);

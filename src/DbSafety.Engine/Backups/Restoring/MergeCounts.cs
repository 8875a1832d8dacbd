namespace DbSafety.Engine.Backups.Restoring;

/// <summary>How a live table differs from the backup.</summary>
/// <param name="Missing">Rows that the live table lacks.</param>
/// <param name="Differing">Rows that it holds with other values.</param>
/// <param name="Extra">Live rows that the backup does not hold.</param>
internal sealed record MergeCounts(long Missing, long Differing, long Extra);

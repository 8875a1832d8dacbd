namespace DbSafety.Engine.Monitoring.Recording;

/// <summary>How a database was at one moment of a run.</summary>
/// <param name="At">When.</param>
/// <param name="Figures">The figures that could be seen, by name; seconds, counts, and counts per second.</param>
/// <param name="Blocked">The sessions that waited for a lock, the longest first, twenty at most.</param>
/// <param name="Unreachable">Why nothing could be seen; null where something was.</param>
internal sealed record HealthRecord(DateTimeOffset At, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<BlockedSession> Blocked, string? Unreachable);

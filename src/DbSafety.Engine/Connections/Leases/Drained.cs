namespace DbSafety.Engine.Connections.Leases;

/// <summary>What became of the sessions that were there.</summary>
/// <param name="Ended">So many were ended.</param>
/// <param name="Remaining">So many of the applications' are still there.</param>
/// <param name="Warnings">Which, and why.</param>
internal sealed record Drained(int Ended, int Remaining, IReadOnlyList<string> Warnings);

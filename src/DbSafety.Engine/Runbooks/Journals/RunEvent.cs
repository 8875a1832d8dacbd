using System.Text.Json.Nodes;

namespace DbSafety.Engine.Runbooks.Journals;

/// <summary>A line of a run's journal.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Address">The step that it is about; null for the run.</param>
/// <param name="Detail">The rest.</param>
/// <param name="Hash">The SHA-256 of the line before its hash; it covers the hash of the line before.</param>
public sealed record RunEvent(int Sequence, DateTimeOffset Time, RunEventKind Kind, string? Address, JsonObject Detail, string Hash);

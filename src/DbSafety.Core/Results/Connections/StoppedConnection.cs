namespace DbSafety.Core.Results.Connections;

/// <summary>What became of one session that was to be stopped.</summary>
/// <param name="ProcessId">The server process.</param>
/// <param name="Database">Its database; null where it was gone already.</param>
/// <param name="Role">Its role; null where it was gone already.</param>
/// <param name="Application">What its application calls itself.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Detail">Why, for a person.</param>
public sealed record StoppedConnection(int ProcessId, string? Database, string? Role, string? Application, ConnectionFate Fate, string Detail);

namespace DbSafety.Engine.Backups;

/// <summary>What a person named: a set, and its tables where one of its files was named.</summary>
/// <param name="Set">The set.</param>
/// <param name="Tables">The tables; empty for all.</param>
public sealed record BackupSelection(BackupSet Set, IReadOnlyCollection<TableName> Tables);

namespace DbSafety.Core.Results.Plans;

/// <summary>A table that is backed up first.</summary>
/// <param name="Table">The table.</param>
/// <param name="Bytes">Its size on the server; the backup is compressed.</param>
public sealed record PlannedBackup(string Table, long Bytes);

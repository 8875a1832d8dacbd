namespace DbSafety.Engine.Projects;

/// <summary>What is backed up before a change.</summary>
/// <param name="Required">The affected tables are backed up before anything is changed.</param>
/// <param name="Prove">That backup is restored and compared before anything is changed.</param>
/// <param name="MaxBytes">
/// Affected tables that are larger than this many bytes together (by the server's own figures) are refused, never skipped; null for no limit.
/// </param>
public sealed record BackupPolicy(bool Required = true, bool Prove = true, long? MaxBytes = null);

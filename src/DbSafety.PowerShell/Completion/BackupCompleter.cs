namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the ids of backup sets.</summary>
public sealed class BackupCompleter() : EngineCompleter("backups");

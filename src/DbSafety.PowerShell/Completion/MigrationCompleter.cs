namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the project's migrations.</summary>
public sealed class MigrationCompleter() : EngineCompleter("migrations");

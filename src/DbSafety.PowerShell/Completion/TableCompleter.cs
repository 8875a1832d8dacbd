namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the tables of the target.</summary>
public sealed class TableCompleter() : EngineCompleter("tables");

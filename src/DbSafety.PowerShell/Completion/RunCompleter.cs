namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the ids of runs.</summary>
public sealed class RunCompleter() : EngineCompleter("runs");

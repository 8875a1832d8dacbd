namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the names of runbooks.</summary>
public sealed class RunbookCompleter() : EngineCompleter("runbooks");

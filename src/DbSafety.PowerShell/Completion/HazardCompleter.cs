namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the ids of hazards.</summary>
public sealed class HazardCompleter() : EngineCompleter("hazards");

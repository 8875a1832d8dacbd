namespace DbSafety.PowerShell.Completion;

/// <summary>Completes the targets of dbsafety.yaml.</summary>
public sealed class TargetCompleter() : EngineCompleter("targets");

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A place in a runbook's file, both from 1.</summary>
public readonly record struct SourcePlace(int Line, int Column);

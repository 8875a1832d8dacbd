namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A step of a reference: a property's name, or a position in a list (from 0; negative from the end).</summary>
public readonly record struct ReferenceSegment(string? Name, int? Index);

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A part of a text: words, or a reference.</summary>
public sealed record TemplatePart(string Text, ReferencePath? Reference);

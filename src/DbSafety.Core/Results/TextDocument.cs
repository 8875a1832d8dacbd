namespace DbSafety.Core.Results;

/// <summary>A document for another program, which is written as it is.</summary>
/// <param name="Format">Its form, such as <c>sarif</c>.</param>
/// <param name="Text">The document.</param>
/// <param name="Path">The file that it was written to; null where it is only handed out.</param>
public sealed record TextDocument(string Format, string Text, string? Path = null);

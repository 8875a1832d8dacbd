namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>An index of the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its key columns; an expression is an empty text.</param>
/// <param name="Unique">It is unique.</param>
/// <param name="Valid">It can be used by queries.</param>
/// <param name="Partial">It has a predicate.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record IndexFacts(string Name, IReadOnlyList<string> Columns, bool Unique, bool Valid, bool Partial, long Bytes);

namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>A column of the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as format_type() writes it.</param>
/// <param name="NotNull">It has a NOT NULL.</param>
internal sealed record ColumnFacts(string Name, string Type, bool NotNull);

namespace DbSafety.Engine.Sql.Facts;

/// <summary>A name as a statement gives it, folded as the catalog has it.</summary>
internal readonly record struct QualifiedName(string? Schema, string Name);

namespace DbSafety.Engine.Hazards.Catalog;

/// <summary>A constraint of the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">pg_constraint.contype.</param>
/// <param name="Valid">It was checked for the rows that are there.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Definition">As pg_get_constraintdef() writes it.</param>
/// <param name="References">The table that a foreign key points at, as schema.name.</param>
internal sealed record ConstraintFacts(string Name, char Kind, bool Valid, IReadOnlyList<string> Columns, string Definition, string? References);

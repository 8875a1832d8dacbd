namespace DbSafety.Engine.Schema.Model;

/// <summary>A set of columns that names each row: the primary key, or a unique index over columns that cannot be null.</summary>
/// <param name="Name">The constraint's or the index's name.</param>
/// <param name="Columns">The columns' names in the key's order, not quoted.</param>
/// <param name="IsPrimary">It is the primary key.</param>
public sealed record KeyModel(string Name, IReadOnlyList<string> Columns, bool IsPrimary);

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>An object that depends on a table and is lost with it: a view, a foreign key of another table, …</summary>
/// <param name="Key">Its key in the schema model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, as SQL writes it.</param>
/// <param name="Table">The table that it belongs to, where it is a part of one, as SQL writes it.</param>
/// <param name="Statements">What makes it again, in order.</param>
public sealed record ManifestDependent(string Key, string Kind, string Name, string? Table, IReadOnlyList<string> Statements);

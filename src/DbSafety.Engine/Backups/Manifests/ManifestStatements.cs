namespace DbSafety.Engine.Backups.Manifests;

/// <summary>What makes one part of a table's structure: the table, a constraint, an index, a trigger, …</summary>
/// <param name="Key">Its key in the schema model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsPart">It is a part of a thing before it, written apart.</param>
/// <param name="AfterData">It is made after the rows are there.</param>
/// <param name="Statements">What makes it, in order.</param>
/// <param name="Ownership">What gives it to its owner, and its privileges.</param>
public sealed record ManifestStatements(string Key, string Kind, bool IsPart, bool AfterData, IReadOnlyList<string> Statements, IReadOnlyList<string> Ownership);

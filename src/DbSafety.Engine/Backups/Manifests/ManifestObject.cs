namespace DbSafety.Engine.Backups.Manifests;

/// <summary>One object of a table's structure: the table itself, a constraint, an index, a trigger, …</summary>
/// <param name="Key">Its key in the schema model.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="References">For a foreign key, the table that it points to, as SQL writes it.</param>
/// <param name="Schema">The schema that holds it, where it does not follow from a table.</param>
public sealed record ManifestObject(string Key, string Fingerprint, string? References = null, string? Schema = null);

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>One column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as <c>format_type</c> writes it, with the schema.</param>
/// <param name="Generated">The server computes it: its values are not in the file.</param>
/// <param name="Identity"><c>ALWAYS</c>, <c>BY DEFAULT</c> or null.</param>
public sealed record ManifestColumn(string Name, string Type, bool Generated, string? Identity);

namespace DbSafety.Core.Results;

/// <summary>A schema that was written as SQL.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Database">The database that it came from.</param>
/// <param name="Objects">How many objects it holds.</param>
/// <param name="Written">Files that are new or have changed.</param>
/// <param name="Removed">Files of objects that are gone, which were removed.</param>
/// <param name="Unchanged">How many files were the same already.</param>
/// <param name="Fingerprint">The fingerprint of the whole schema of the database.</param>
/// <param name="Warnings">What is not in it, or not exactly, and why.</param>
public sealed record SchemaExport(
    string Path,
    string Database,
    int Objects,
    IReadOnlyList<string> Written,
    IReadOnlyList<string> Removed,
    int Unchanged,
    string Fingerprint,
    IReadOnlyList<string> Warnings);

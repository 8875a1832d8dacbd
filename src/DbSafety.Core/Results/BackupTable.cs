namespace DbSafety.Core.Results;

/// <summary>One table of a backup set.</summary>
/// <param name="Table">The name with its schema, quoted where SQL needs it.</param>
/// <param name="File">The file's name.</param>
/// <param name="Bytes">The file's size in bytes.</param>
/// <param name="Sha256">The file's SHA-256, in lower-case hexadecimal.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="ContentDigest">The order-independent digest of the rows, with its algorithm.</param>
/// <param name="Fingerprint">The fingerprint of the table's structure.</param>
/// <param name="Filter">The condition of a backup that does not hold all rows; null where it does.</param>
public sealed record BackupTable(string Table, string File, long Bytes, string Sha256, long Rows, string ContentDigest, string Fingerprint, string? Filter = null);

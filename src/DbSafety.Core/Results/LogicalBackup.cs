namespace DbSafety.Core.Results;

/// <summary>A backup set.</summary>
/// <param name="Id">The moment in its file names, <c>YYYYMMDD_HHMMSS</c> in UTC.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Target">The target's name, or null for a connection without a project.</param>
/// <param name="ServerVersion">The server's version, such as <c>18.1</c>.</param>
/// <param name="Created">When its snapshot was taken.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Path">The folder of its files.</param>
/// <param name="Manifest">The path of its manifest.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Rows">Rows in all.</param>
/// <param name="Bytes">Bytes of the compressed files.</param>
/// <param name="UncompressedBytes">Bytes before compression.</param>
/// <param name="Proven">When it was restored and compared with success; null where that has not been done.</param>
/// <param name="Warnings">What is not in it, and why.</param>
public sealed record LogicalBackup(
    string Id,
    string Database,
    string? Target,
    string ServerVersion,
    DateTimeOffset Created,
    TimeSpan Duration,
    string Path,
    string Manifest,
    IReadOnlyList<BackupTable> Tables,
    long Rows,
    long Bytes,
    long UncompressedBytes,
    DateTimeOffset? Proven,
    IReadOnlyList<string> Warnings);

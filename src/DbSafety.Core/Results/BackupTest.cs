namespace DbSafety.Core.Results;

/// <summary>The proof of one table of a backup.</summary>
/// <param name="Id">The backup's id.</param>
/// <param name="Table">The table.</param>
/// <param name="FileIntact">The file has the size and the hash of the manifest.</param>
/// <param name="Restored">It was restored into a scratch database; null where that was not tried.</param>
/// <param name="RowsEqual">The row counts are equal; null where that was not compared.</param>
/// <param name="ContentEqual">The content digests are equal; null where that was not compared.</param>
/// <param name="StructureEqual">The fingerprints are equal; null where that was not compared.</param>
/// <param name="Passed">Everything that was asked for was done and is equal.</param>
/// <param name="Rows">Rows in the backup.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Detail">What differs, or what was not checked and why.</param>
public sealed record BackupTest(
    string Id,
    string Table,
    bool FileIntact,
    bool? Restored,
    bool? RowsEqual,
    bool? ContentEqual,
    bool? StructureEqual,
    bool Passed,
    long Rows,
    TimeSpan Duration,
    IReadOnlyList<string> Detail) : ITestedResult;

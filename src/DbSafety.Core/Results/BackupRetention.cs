namespace DbSafety.Core.Results;

/// <summary>What became of one backup set.</summary>
/// <param name="Id">The backup's id.</param>
/// <param name="Database">The database that it was made of.</param>
/// <param name="Created">When its snapshot was taken.</param>
/// <param name="Tables">How many tables it holds.</param>
/// <param name="Bytes">Bytes of its compressed files.</param>
/// <param name="Proven">When it was restored and compared with success; null where that has not been done.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Reasons">Why, one sentence each.</param>
/// <param name="Path">The folder of its files.</param>
public sealed record BackupRetention(
    string Id,
    string Database,
    DateTimeOffset Created,
    int Tables,
    long Bytes,
    DateTimeOffset? Proven,
    RetentionDecision Decision,
    IReadOnlyList<string> Reasons,
    string Path);

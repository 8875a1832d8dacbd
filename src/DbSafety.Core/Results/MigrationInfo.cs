namespace DbSafety.Core.Results;

/// <summary>A migration, and what the journal says of it.</summary>
/// <param name="Id">The file stem.</param>
/// <param name="Description">The words of the file name, or the first comment of the file.</param>
/// <param name="State">Pending, applied, changed, missing, failed …</param>
/// <param name="Target">The target's name.</param>
/// <param name="AppliedAt">When it was applied.</param>
/// <param name="AppliedBy">Who applied it: the person or account, with the machine.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="HasRollback">There is a rollback script.</param>
/// <param name="HasVerify">There is a verify script.</param>
/// <param name="Checksum">The checksum of the up script, with its algorithm.</param>
/// <param name="BackupId">The backup that was taken before it.</param>
/// <param name="RunId">The run that applied it.</param>
/// <param name="Path">The path of the up script.</param>
/// <param name="Detail">What a person should know of its state: what failed, which steps are done, what has changed.</param>
public sealed record MigrationInfo(
    string Id,
    string Description,
    MigrationState State,
    string Target,
    DateTimeOffset? AppliedAt,
    string? AppliedBy,
    TimeSpan? Duration,
    bool HasRollback,
    bool HasVerify,
    string? Checksum,
    string? BackupId,
    string? RunId,
    string? Path,
    string? Detail = null);

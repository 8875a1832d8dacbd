namespace DbSafety.Core.Results.Plans;

/// <summary>One migration of a plan.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Path">The up script.</param>
/// <param name="UpChecksum">The checksum of the up script.</param>
/// <param name="RollbackChecksum">The checksum of the rollback script; null where there is none.</param>
/// <param name="VerifyChecksum">The checksum of the verify script; null where there is none.</param>
/// <param name="Irreversible">Why nothing can take it back; null where that was not declared.</param>
/// <param name="Major">Why it is a major one; empty where it is not.</param>
/// <param name="Tables">Existing tables that it affects.</param>
/// <param name="Verdict">What a rehearsal proved of its rollback, for these very scripts; null where none is known.</param>
/// <param name="Steps">Its transactions, and the statements that run by themselves.</param>
public sealed record PlannedChange(
    string Id,
    string Path,
    string UpChecksum,
    string? RollbackChecksum,
    string? VerifyChecksum,
    string? Irreversible,
    IReadOnlyList<string> Major,
    IReadOnlyList<string> Tables,
    string? Verdict,
    IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>The SHA-256 of the up script's bytes.</summary>
    public string? UpBytes { get; init; }

    /// <summary>The SHA-256 of the rollback script's bytes; null where there is none.</summary>
    public string? RollbackBytes { get; init; }

    /// <summary>The SHA-256 of the verify script's bytes; null where there is none.</summary>
    public string? VerifyBytes { get; init; }

    /// <summary>The first step that is run: more than 1 where an unfinished attempt goes on.</summary>
    public int FromStep { get; init; } = 1;
}

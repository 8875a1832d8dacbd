using DbSafety.Core.Results;

namespace DbSafety.Engine.Backups.Retention;

/// <summary>One set of a folder, and whether it goes.</summary>
/// <param name="Set">The set.</param>
/// <param name="Removes">It goes.</param>
/// <param name="Reasons">Why.</param>
public sealed record RetentionItem(BackupSet Set, bool Removes, IReadOnlyList<string> Reasons)
{
    /// <summary>The item as commands hand it out.</summary>
    public BackupRetention ToResult(RetentionDecision decision, string? reason = null) => new(
        Set.Id,
        Set.Manifest.Server.Database,
        Set.Manifest.Created,
        Set.Manifest.Tables.Count,
        Set.Manifest.Files.Sum(file => file.Bytes),
        Set.Proven,
        decision,
        reason is null ? Reasons : [reason],
        Set.Folder);
}

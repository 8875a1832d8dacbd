using DbSafety.Core.Results;

namespace DbSafety.Engine.Projects.Approving;

/// <summary>What counts as a major migration, besides what removes, renames or rewrites what existed, and what its author calls one.</summary>
public sealed record MajorPolicy
{
    /// <summary>The least severity of a hazard that makes it one, the allowed ones too; Off for none.</summary>
    public HazardSeverity Hazards { get; init; } = HazardSeverity.Error;

    /// <summary>The bytes of the existing tables that it affects, from which on it is one; null for no such limit.</summary>
    public long? Size { get; init; }

    /// <summary>One whose rehearsed rollback loses data is.</summary>
    public bool Lossy { get; init; } = true;

    /// <summary>One that changes rights, roles, owners or row security is.</summary>
    public bool Security { get; init; } = true;
}

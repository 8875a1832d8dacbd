namespace DbSafety.Engine.Projects.Journals;

/// <summary>One line of another tool's journal.</summary>
public sealed record ForeignEntry
{
    /// <summary>What the tool knows the migration by: a version, a script's name, a change's name.</summary>
    public required string Key { get; init; }

    /// <summary>The name for a person; the key where the journal has none.</summary>
    public required string Name { get; init; }

    /// <summary>The time as the journal shows it, without a zone where the tool keeps none; null where it keeps no time.</summary>
    public string? AppliedAt { get; init; }

    /// <summary>Who applied it, where the tool keeps that.</summary>
    public string? AppliedBy { get; init; }

    /// <summary>It ended well. What is false here may be applied in part.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>It stands for everything up to it: golang-migrate's one row, Flyway's baseline.</summary>
    public bool CoversEarlier { get; init; }
}

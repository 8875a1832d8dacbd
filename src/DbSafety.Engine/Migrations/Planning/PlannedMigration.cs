using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>A migration that a run is going to apply, with its scripts read and checked.</summary>
public sealed record PlannedMigration
{
    public required MigrationSource Source { get; init; }

    public required ScriptPlan Up { get; init; }

    /// <summary>What takes it back; null where it is irreversible by declaration, or where the policy asks for none.</summary>
    public ScriptPlan? Rollback { get; init; }

    public ScriptPlan? Verify { get; init; }

    /// <summary>Why nothing can take it back; null where that was not declared.</summary>
    public string? Irreversible { get; init; }

    /// <summary>The attempt that it goes on with; null for a fresh start.</summary>
    public UnfinishedAttempt? Resumes { get; init; }

    /// <summary>It is numbered before an applied one.</summary>
    public bool IsOutOfOrder { get; init; }

    public string Id => Source.Id;

    /// <summary>The number of the first step that is still to be done.</summary>
    public int FirstStep => Resumes is null ? 1 : Resumes.StepsDone.DefaultIfEmpty(0).Max() + 1;

    /// <summary>Why it is a major migration, one phrase each; empty where it is not.</summary>
    public IReadOnlyList<string> MajorReasons => [.. MajorMigration.Reasons(this), .. FurtherReasons];

    /// <summary>What the policy's own rules add to that, of hazards, sizes and rehearsals.</summary>
    public IReadOnlyList<string> FurtherReasons { get; init; } = [];
}

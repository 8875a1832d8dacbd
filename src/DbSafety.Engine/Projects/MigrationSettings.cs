namespace DbSafety.Engine.Projects;

/// <summary>Where the migrations are, and in which layout.</summary>
public sealed record MigrationSettings
{
    /// <summary>The layout that finds out by itself.</summary>
    public const string AutoLayout = "auto";

    /// <summary>The layout's name; <c>auto</c> looks at the files.</summary>
    public string Layout { get; init; } = AutoLayout;

    /// <summary>The folder of the up scripts, relative to the project folder.</summary>
    public string Folder { get; init; } = "migrations";

    /// <summary>The folder of the rollback scripts, where the layout keeps them apart.</summary>
    public string RollbackFolder { get; init; } = "rollback";

    /// <summary>The folder of the verify scripts.</summary>
    public string VerifyFolder { get; init; } = "verify";

    /// <summary>Migrations that have the same number are run in the order of their names, and not refused.</summary>
    public bool AllowDuplicateNumbers { get; init; }
}

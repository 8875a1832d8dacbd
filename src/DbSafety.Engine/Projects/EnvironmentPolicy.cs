using DbSafety.Engine.Hazards;

namespace DbSafety.Engine.Projects;

/// <summary>The rules for the targets of one environment.</summary>
public sealed record EnvironmentPolicy
{
    /// <summary>The word for a production environment. Its targets are production whatever else is said.</summary>
    public const string Production = "production";

    /// <summary>The environment of a connection that was given instead of a target: nobody declared what it is.</summary>
    public const string Undeclared = "undeclared";

    /// <summary>The environment of a throw-away server.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The environments that need no declaration.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["development", "staging", Production];

    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its targets are in production.</summary>
    public bool IsProduction { get; init; }

    /// <summary>When a person is asked.</summary>
    public ApprovalPolicy Approvals { get; init; } = new();

    /// <summary>What is backed up before a change.</summary>
    public BackupPolicy Backup { get; init; } = new();

    /// <summary>A migration without a rollback script is refused.</summary>
    public bool RollbackRequired { get; init; } = true;

    /// <summary>Applications are kept out while a rollback runs.</summary>
    public bool SuspendForRollback { get; init; }

    /// <summary>How long their transactions then get to end by themselves.</summary>
    public TimeSpan RollbackDrain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What follows a migration or a rollback that failed.</summary>
    public EmergencyPolicy Emergencies { get; init; } = new();

    /// <summary>What a migration without a certificate of its rehearsal means.</summary>
    public RehearsalRequirement Rehearsal { get; init; }

    /// <summary>How much the rules about hazards weigh.</summary>
    public HazardPolicy Hazards { get; init; } = new();

    /// <summary>How long sessions may be made to wait.</summary>
    public ForecastPolicy Forecast { get; init; } = new();

    /// <summary>Lock and time limits.</summary>
    public LimitPolicy Limits { get; init; } = new();

    /// <summary>The rules of an environment for which the project says nothing.</summary>
    public static EnvironmentPolicy Default(string name) => new()
    {
        Name = name,
        IsProduction = name == Production,
        Rehearsal = name == Production ? RehearsalRequirement.Advised : RehearsalRequirement.Off,
        // A throw-away server has nobody to protect; the backups and limits stay, since trying those out is what it is for.
        Approvals = name == Sandbox ? ApprovalPolicy.Nobody : ApprovalPolicy.Default(name == Production),
    };
}

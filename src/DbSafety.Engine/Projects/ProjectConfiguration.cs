using DbSafety.Engine.Hazards;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Monitoring.Health;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Projects;

/// <summary>What <c>dbsafety.yaml</c> says.</summary>
public sealed record ProjectConfiguration
{
    /// <summary>The project's name, shown in reports.</summary>
    public required string Name { get; init; }

    /// <summary>The target of commands that name none.</summary>
    public string? DefaultTarget { get; init; }

    /// <summary>The targets, in the file's order.</summary>
    public IReadOnlyList<TargetSettings> Targets { get; init; } = [];

    /// <summary>The rules of the environments that the file declares.</summary>
    public IReadOnlyList<EnvironmentPolicy> Environments { get; init; } = [];

    /// <summary>How much the rules about hazards weigh in every environment that says nothing else.</summary>
    public HazardPolicy Hazards { get; init; } = new();

    /// <summary>Who approves, and where that is written.</summary>
    public ApprovalBook Approvals { get; init; } = new();

    /// <summary><c>sha256:</c> and the digest of the file's text: whatever it says is part of what is approved.</summary>
    public string? Digest { get; init; }

    /// <summary>Where the migrations are.</summary>
    public MigrationSettings Migrations { get; init; } = new();

    /// <summary>The folder of the backups, relative to the project folder.</summary>
    public string BackupsFolder { get; init; } = "backups";

    /// <summary>What the applications are asked after a change.</summary>
    public IReadOnlyList<AppCheck> Checks { get; init; } = [];

    /// <summary>From where on a figure of the database's health is no longer well.</summary>
    public HealthThresholds Thresholds { get; init; } = HealthThresholds.Default;

    /// <summary>The queries whose plans are watched.</summary>
    public IReadOnlyList<RegisteredQuery> Queries { get; init; } = [];

    /// <summary>What is accepted, but should be done otherwise.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The rules of an environment, whether the file declares it or not.</summary>
    public EnvironmentPolicy PolicyOf(string environment)
    {
        var policy = Environments.FirstOrDefault(policy => policy.Name == environment) ?? EnvironmentPolicy.Default(environment);
        return Approvals.Over(policy with { Hazards = policy.Hazards.Over(Hazards) });
    }
}

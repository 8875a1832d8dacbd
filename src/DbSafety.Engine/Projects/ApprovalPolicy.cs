using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Projects;

/// <summary>The four points at which a person decides. All are on unless the policy says otherwise for that environment.</summary>
public sealed record ApprovalPolicy
{
    /// <summary>Before the first change that this tool makes to a database.</summary>
    public ApprovalRule FirstModification { get; init; } = ApprovalRule.Prompt;

    /// <summary>After each major migration.</summary>
    public ApprovalRule MajorMigration { get; init; } = ApprovalRule.Prompt;

    /// <summary>Before anything is applied to a production target.</summary>
    public ApprovalRule ProductionDeployment { get; init; } = ApprovalRule.Prompt;

    /// <summary>After any rollback, before applications are let in again.</summary>
    public ApprovalRule AfterRollback { get; init; } = ApprovalRule.Prompt;

    /// <summary>A request counts only where one of the policy's people has signed it: else nobody knows for sure who asked.</summary>
    public bool SignedRequests { get; init; }

    /// <summary>How long an approval of planned work is good.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an approval in an emergency is good.</summary>
    public TimeSpan EmergencyValidFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Who may open a point alone, with a reason; null where nobody may.</summary>
    public ApprovalRule? BreakGlass { get; init; }

    /// <summary>What counts as a major migration.</summary>
    public MajorPolicy Major { get; init; } = new();

    /// <summary>Nobody is asked anything: for throw-away servers only.</summary>
    public static ApprovalPolicy Nobody { get; } = new()
    {
        FirstModification = ApprovalRule.None,
        MajorMigration = ApprovalRule.None,
        ProductionDeployment = ApprovalRule.None,
        AfterRollback = ApprovalRule.None,
    };

    /// <summary>The defaults: a person is asked at all four points; a change of production takes a signature by somebody other than its requester.</summary>
    public static ApprovalPolicy Default(bool isProduction) => isProduction
        ? new ApprovalPolicy { ProductionDeployment = ApprovalRule.Signed, SignedRequests = true }
        : new ApprovalPolicy();
}

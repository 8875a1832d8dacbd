namespace DbSafety.Engine.Projects;

/// <summary>The four points at which a person decides. All are on unless <c>dbsafety.yaml</c> says otherwise for that environment.</summary>
/// <param name="FirstModification">Before the first change that this tool makes to a database.</param>
/// <param name="MajorMigration">After each major migration.</param>
/// <param name="ProductionDeployment">Before anything is applied to a production target.</param>
/// <param name="AfterRollback">After any rollback, before applications are let in again.</param>
public sealed record ApprovalPolicy(
    ApprovalMode FirstModification = ApprovalMode.Prompt,
    ApprovalMode MajorMigration = ApprovalMode.Prompt,
    ApprovalMode ProductionDeployment = ApprovalMode.Prompt,
    ApprovalMode AfterRollback = ApprovalMode.Prompt)
{
    /// <summary>Nobody is asked anything: for throw-away servers only.</summary>
    public static ApprovalPolicy Nobody { get; } =
        new(ApprovalMode.None, ApprovalMode.None, ApprovalMode.None, ApprovalMode.None);
}

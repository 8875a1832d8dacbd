using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals;

/// <summary>The points in words, and how the policy opens them.</summary>
public static class ApprovalPoints
{
    public static ApprovalRule Rule(this ApprovalPoint point, ApprovalPolicy policy) => point switch
    {
        ApprovalPoint.FirstModification => policy.FirstModification,
        ApprovalPoint.MajorMigration => policy.MajorMigration,
        ApprovalPoint.ProductionDeployment => policy.ProductionDeployment,
        _ => policy.AfterRollback,
    };

    public static ApprovalMode Mode(this ApprovalPoint point, ApprovalPolicy policy) => point.Rule(policy).Mode;

    /// <summary>As the procedures say it.</summary>
    public static string Words(this ApprovalPoint point) => point switch
    {
        ApprovalPoint.FirstModification => "before the first database modification",
        ApprovalPoint.MajorMigration => "after a major migration",
        ApprovalPoint.ProductionDeployment => "before production deployment",
        _ => "after a rollback",
    };

    /// <summary>The key in <c>dbsafety.yaml</c>.</summary>
    public static string Key(this ApprovalPoint point)
    {
        var name = point.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}

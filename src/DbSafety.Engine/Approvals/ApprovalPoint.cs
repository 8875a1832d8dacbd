namespace DbSafety.Engine.Approvals;

/// <summary>The four points at which the written procedures ask a person.</summary>
public enum ApprovalPoint
{
    /// <summary>Before the first change that this tool makes to a database.</summary>
    FirstModification,

    /// <summary>After a major migration.</summary>
    MajorMigration,

    /// <summary>Before anything is applied to a production target.</summary>
    ProductionDeployment,

    /// <summary>After a rollback.</summary>
    AfterRollback,
}

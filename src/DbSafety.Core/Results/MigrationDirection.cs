namespace DbSafety.Core.Results;

/// <summary>Which way a run goes.</summary>
public enum MigrationDirection
{
    /// <summary>Applies.</summary>
    Up,

    /// <summary>Rolls back.</summary>
    Rollback,
}

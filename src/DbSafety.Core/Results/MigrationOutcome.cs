namespace DbSafety.Core.Results;

/// <summary>How a run, or one migration in it, ended.</summary>
public enum MigrationOutcome
{
    /// <summary>Nothing was run: WhatIf, or nothing to do.</summary>
    NotRun,

    /// <summary>Done and verified.</summary>
    Succeeded,

    /// <summary>Failed; nothing of it remains.</summary>
    FailedRolledBack,

    /// <summary>Failed, and what was done could not be taken back.</summary>
    RollbackFailed,
}

namespace DbSafety.Core.Errors;

/// <summary>The exit codes of <c>dbsafety</c>. A code keeps its meaning for ever.</summary>
public enum ExitCode
{
    /// <summary>Done, and checked.</summary>
    Success = 0,

    /// <summary>Failed in a way that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The project or one of its files is wrong; nothing was changed.</summary>
    InvalidProject = 3,

    /// <summary>Refused by a rule, such as a checksum, a lint or a policy; nothing was changed.</summary>
    Refused = 4,

    /// <summary>An approval or a confirmation is missing. Before a change nothing was changed; after one, the error says what is there.</summary>
    NotApproved = 5,

    /// <summary>Another run holds the run lock; nothing was changed.</summary>
    LockBusy = 6,

    /// <summary>A lock or time limit was reached; what was begun was rolled back.</summary>
    LimitReached = 7,

    /// <summary>A migration failed and was rolled back.</summary>
    FailedRolledBack = 8,

    /// <summary>A migration failed and its rollback failed too: use the emergency procedure.</summary>
    RollbackFailed = 9,

    /// <summary>It is not known what was applied.</summary>
    StateUnknown = 10,

    /// <summary>A backup is incomplete, altered or does not restore.</summary>
    BackupInvalid = 11,

    /// <summary>The server cannot be reached or refused the credentials.</summary>
    Connection = 12,

    /// <summary>A check of the database or its applications did not pass.</summary>
    CheckFailed = 13,

    /// <summary>A file could not be written or read; nothing with a final name is incomplete.</summary>
    Storage = 14,

    /// <summary>What was compared differs. Nothing was changed, and the comparison was complete.</summary>
    Different = 15,

    /// <summary>Cancelled by the user.</summary>
    Cancelled = 130,
}

namespace DbSafety.Core.Errors;

/// <summary>What kind of trouble it was. PowerShell's ErrorCategory and the process exit code follow from it.</summary>
public enum ErrorKind
{
    /// <summary>A defect of ours, or something nobody foresaw.</summary>
    Unexpected,

    /// <summary>The call's words are wrong.</summary>
    InvalidArgument,

    /// <summary>A project file cannot be read or is not right.</summary>
    InvalidProject,

    /// <summary>A script cannot be read, split or accepted.</summary>
    InvalidScript,

    /// <summary>A named thing does not exist.</summary>
    NotFound,

    /// <summary>A thing that would be made exists.</summary>
    AlreadyExists,

    /// <summary>The server cannot be reached, or the connection was lost.</summary>
    Connection,

    /// <summary>The server refused the credentials.</summary>
    Authentication,

    /// <summary>The role may not do that.</summary>
    PermissionDenied,

    /// <summary>A rule or the policy refuses it.</summary>
    Refused,

    /// <summary>A person's approval is missing.</summary>
    NotApproved,

    /// <summary>Another run holds the run lock.</summary>
    LockBusy,

    /// <summary>A lock or time limit was reached.</summary>
    LimitReached,

    /// <summary>A backup is incomplete, altered, or does not restore to what it was.</summary>
    BackupInvalid,

    /// <summary>A script failed and its changes were rolled back.</summary>
    FailedRolledBack,

    /// <summary>A script failed, and rolling back failed too.</summary>
    RollbackFailed,

    /// <summary>What was applied is not known.</summary>
    StateUnknown,

    /// <summary>A check of the database or of its applications did not pass.</summary>
    CheckFailed,

    /// <summary>Two things that were compared are not the same: an outcome more than an error.</summary>
    Different,

    /// <summary>The disk is full, or a file cannot be written or read.</summary>
    Storage,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>The server, its version or its set-up cannot do that.</summary>
    NotSupported,
}

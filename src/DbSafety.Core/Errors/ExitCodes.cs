namespace DbSafety.Core.Errors;

/// <summary>Which exit code belongs to which kind of error.</summary>
public static class ExitCodes
{
    /// <summary>The exit code for a kind of error.</summary>
    public static ExitCode For(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ExitCode.Usage,
        ErrorKind.InvalidProject or ErrorKind.InvalidScript => ExitCode.InvalidProject,
        ErrorKind.Refused or ErrorKind.AlreadyExists => ExitCode.Refused,
        ErrorKind.NotApproved => ExitCode.NotApproved,
        ErrorKind.LockBusy => ExitCode.LockBusy,
        ErrorKind.LimitReached => ExitCode.LimitReached,
        ErrorKind.FailedRolledBack => ExitCode.FailedRolledBack,
        ErrorKind.RollbackFailed => ExitCode.RollbackFailed,
        ErrorKind.StateUnknown => ExitCode.StateUnknown,
        ErrorKind.BackupInvalid => ExitCode.BackupInvalid,
        ErrorKind.Connection or ErrorKind.Authentication => ExitCode.Connection,
        ErrorKind.CheckFailed => ExitCode.CheckFailed,
        ErrorKind.Different => ExitCode.Different,
        ErrorKind.Storage => ExitCode.Storage,
        ErrorKind.Cancelled => ExitCode.Cancelled,
        _ => ExitCode.Failed,
    };
}

using System.Management.Automation;
using DbSafety.Core.Errors;

namespace DbSafety.PowerShell.Errors;

/// <summary>PowerShell's category for an error: from PostgreSQL's code where the server raised it, else from the kind.</summary>
internal static class ErrorCategories
{
    public static ErrorCategory For(ErrorKind kind, string? sqlState) => sqlState switch
    {
        null or "" => For(kind),
        "42501" => ErrorCategory.PermissionDenied,
        "42601" => ErrorCategory.SyntaxError,
        "42P01" or "3D000" => ErrorCategory.ObjectNotFound,
        "42P07" => ErrorCategory.ResourceExists,
        "40P01" => ErrorCategory.DeadlockDetected,
        "55P03" or "55006" => ErrorCategory.ResourceBusy,
        "57014" => kind == ErrorKind.Cancelled ? ErrorCategory.OperationStopped : ErrorCategory.OperationTimeout,
        _ => ForClass(sqlState[..Math.Min(2, sqlState.Length)]) ?? For(kind),
    };

    // Classes of appendix A of the PostgreSQL documentation.
    private static ErrorCategory? ForClass(string sqlStateClass) => sqlStateClass switch
    {
        "08" => ErrorCategory.ConnectionError,
        "22" or "23" => ErrorCategory.InvalidData,
        "25" => ErrorCategory.InvalidOperation,
        "28" => ErrorCategory.AuthenticationError,
        "53" => ErrorCategory.LimitsExceeded,
        "57" or "58" or "XX" => ErrorCategory.ResourceUnavailable,
        _ => null,
    };

    private static ErrorCategory For(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.InvalidProject => ErrorCategory.ParserError,
        ErrorKind.InvalidScript => ErrorCategory.SyntaxError,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.Connection => ErrorCategory.ConnectionError,
        ErrorKind.Authentication => ErrorCategory.AuthenticationError,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.Refused or ErrorKind.NotApproved => ErrorCategory.SecurityError,
        ErrorKind.LockBusy => ErrorCategory.ResourceBusy,
        ErrorKind.LimitReached => ErrorCategory.OperationTimeout,
        ErrorKind.BackupInvalid or ErrorKind.CheckFailed or ErrorKind.Different => ErrorCategory.InvalidResult,
        ErrorKind.Storage => ErrorCategory.WriteError,
        ErrorKind.Cancelled => ErrorCategory.OperationStopped,
        ErrorKind.NotSupported => ErrorCategory.NotImplemented,
        _ => ErrorCategory.InvalidOperation,
    };
}

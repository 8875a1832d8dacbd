using DbSafety.Core.Errors;

namespace DbSafety.Cli.Help;

/// <summary>What the exit codes mean, for the help.</summary>
internal static class ExitCodeTexts
{
    public static string Of(ExitCode code) => code switch
    {
        ExitCode.Success => "done, and checked",
        ExitCode.Failed => "failed in a way that has no code of its own",
        ExitCode.Usage => "the command line is wrong; nothing was done",
        ExitCode.InvalidProject => "the project or one of its files is wrong; nothing was changed",
        ExitCode.Refused => "refused by a rule or a policy; nothing was changed",
        ExitCode.NotApproved => "an approval or a confirmation is missing",
        ExitCode.LockBusy => "another run holds the run lock; nothing was changed",
        ExitCode.LimitReached => "a lock or time limit was reached; what was begun was rolled back",
        ExitCode.FailedRolledBack => "a migration failed and was rolled back",
        ExitCode.RollbackFailed => "a migration failed and its rollback failed too",
        ExitCode.StateUnknown => "it is not known what was applied",
        ExitCode.BackupInvalid => "a backup is incomplete, altered or does not restore",
        ExitCode.Connection => "the server cannot be reached or refused the credentials",
        ExitCode.CheckFailed => "a check of the database or its applications did not pass",
        ExitCode.Storage => "a file could not be written or read",
        ExitCode.Different => "what was compared differs",
        ExitCode.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "An exit code without a text."),
    };
}

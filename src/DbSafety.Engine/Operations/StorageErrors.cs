using DbSafety.Core.Errors;

namespace DbSafety.Engine.Operations;

/// <summary>Turns what the file system throws into our one exception.</summary>
internal static class StorageErrors
{
    // ENOSPC and EDQUOT on Unix; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static bool IsDiskFull(Exception error) =>
        error is IOException && (error.HResult & 0xFFFF) is 28 or 122 or 112 or 39;

    public static DbSafetyException Map(Exception error) => IsDiskFull(error)
        ? new DbSafetyException("DiskFull", ErrorKind.Storage, $"The disk is full: {error.Message}", error)
        {
            State = "No file with a final name is incomplete; temporary files of this run were removed where that was possible.",
            NextStep = "Free space or choose another folder with --path, then run the command again.",
        }
        : new DbSafetyException("FileAccessFailed", ErrorKind.Storage, error.Message, error)
        {
            State = "No file with a final name is incomplete.",
            NextStep = "Check the folder and its permissions, then run the command again.",
        };
}

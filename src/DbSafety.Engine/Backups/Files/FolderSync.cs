using System.Runtime.InteropServices;

namespace DbSafety.Engine.Backups.Files;

/// <summary>Makes renames in a folder survive a power cut: the folder itself is flushed, as POSIX wants it. Windows needs and offers nothing of the kind.</summary>
internal static class FolderSync
{
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            return;
        // Some network file systems refuse to flush folders; then there is nothing more that could be done.
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}

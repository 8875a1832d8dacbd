using System.Runtime.InteropServices;

namespace DbSafety.Engine.Sandbox;

/// <summary>The two calls of the C library that .NET has no face for.</summary>
internal static partial class Libc
{
    public const int SignalQuit = 3;

    public static bool IsRoot => !OperatingSystem.IsWindows() && GetEffectiveUserId() == 0;

    /// <summary>Sends a signal; false where there is no such process or it is not ours.</summary>
    public static bool Signal(int process, int signal) => Kill(process, signal) == 0;

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

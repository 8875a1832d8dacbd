using System.Diagnostics;
using System.Runtime.InteropServices;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>Runs a program to its end and measures it.</summary>
internal static class ChildRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<Measurement> RunAsync(string program, IReadOnlyList<string> arguments, SandboxServer server, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSFILE"] = server.PasswordFile;
        var cpu = CpuOfChildren();
        var serverCpu = new ServerCpu(server);
        var before = serverCpu.Now();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = await WatchAsync(process, cancellationToken);
        var wall = clock.Elapsed;
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
        return new Measurement(wall, CpuOfChildren() - cpu, serverCpu.Now() - before, 0, program.EndsWith("sh", StringComparison.Ordinal) ? null : peak);
    }

    private static async Task<long> WatchAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0L;
        var end = process.WaitForExitAsync(cancellationToken);
        while (!end.IsCompleted)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended just now.
            }

            await Task.WhenAny(end, Task.Delay(Look, cancellationToken));
        }

        try
        {
            await end;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return peak;
    }

    /// <summary>Processor time of all programs that were run and have ended; null where the system does not tell.</summary>
    public static TimeSpan? CpuOfChildren()
    {
        const int Children = -1;
        if (!OperatingSystem.IsLinux() || GetResourceUsage(Children, out var usage) != 0)
            return null;
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}

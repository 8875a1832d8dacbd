using System.Globalization;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>The processor time of a server: of its first process, of those that it started, and of those of them that have ended (proc(5)).</summary>
internal sealed class ServerCpu(SandboxServer server)
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private const double TicksInSecond = 100;
    private const int Parent = 1;
    private const int UserTicks = 11;
    private const int SystemTicks = 12;
    private const int UserTicksOfEnded = 13;
    private const int SystemTicksOfEnded = 14;

    private readonly string _pidFile = Path.Combine(server.Folder, "data", "postmaster.pid");

    /// <summary>Null where the system does not tell.</summary>
    public TimeSpan? Now()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(_pidFile))
            return null;
        var first = File.ReadLines(_pidFile).First().Trim();
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Fields(folder) is not { } fields)
                continue;
            var isFirst = Path.GetFileName(folder) == first;
            if (isFirst || fields[Parent] == first)
                ticks += Ticks(fields, UserTicks) + Ticks(fields, SystemTicks);
            if (isFirst)
                ticks += Ticks(fields, UserTicksOfEnded) + Ticks(fields, SystemTicksOfEnded);
        }

        return TimeSpan.FromSeconds(ticks / TicksInSecond);
    }

    // What follows the program's name, which may hold anything.
    private static string[]? Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static long Ticks(string[] fields, int place) => long.Parse(fields[place], CultureInfo.InvariantCulture);
}

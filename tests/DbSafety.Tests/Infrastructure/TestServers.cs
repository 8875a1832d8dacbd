using System.Collections.Concurrent;
using System.Globalization;
using DbSafety.Engine.Sandbox;
using Npgsql;

namespace DbSafety.Tests.Infrastructure;

/// <summary>
/// The PostgreSQL servers of a test run: one per major version, started when first asked for, gone with the process however it ends.
/// </summary>
public static class TestServers
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<NpgsqlConnectionStringBuilder>>> Servers = new();

    private static readonly ConcurrentBag<SandboxServer> Held = [];

    /// <summary>The major versions that this run tests: the installed one and 18, or those of DBSAFETY_TEST_MAJORS (such as 13,15,18 or all).</summary>
    public static IReadOnlyList<int> Majors { get; } = Read(Environment.GetEnvironmentVariable("DBSAFETY_TEST_MAJORS"));

    /// <summary>The maintenance connection of a server of this major version.</summary>
    public static Task<NpgsqlConnectionStringBuilder> GetAsync(int major) =>
        Servers.GetOrAdd(major, version => new Lazy<Task<NpgsqlConnectionStringBuilder>>(() => StartAsync(version))).Value;

    private static async Task<NpgsqlConnectionStringBuilder> StartAsync(int major)
    {
        if (Environment.GetEnvironmentVariable($"DBSAFETY_TEST_PG{major}") is { Length: > 0 } text)
            return new NpgsqlConnectionStringBuilder(text);

        // Never disposed: the server ends with this process, which is what its supervisor is for. But it is held, since a collected
        // server closes the pipe that its supervisor watches.
        var server = await SandboxServer.StartAsync(major, new EnvironmentHost(), CancellationToken.None);
        Held.Add(server);
        return server.Connection;
    }

    private static IReadOnlyList<int> Read(string? majors) => majors switch
    {
        "all" => [13, 14, 15, 16, 17, 18],
        { Length: > 0 } => [.. majors.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))],
        _ => [.. Installed().Append(18).Distinct().Order()],
    };

    // Versions that the product does not know are left to whoever names them.
    private static IEnumerable<int> Installed() =>
        InstalledServers.FindAsync(new EnvironmentHost(), CancellationToken.None).GetAwaiter().GetResult()
            .Select(binaries => binaries.Major).Where(major => major is >= 13 and <= 18).Take(1);
}

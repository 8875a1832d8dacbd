using System.Collections.Concurrent;
using Npgsql;

namespace DbSafety.Tests.Infrastructure;

/// <summary>The PostgreSQL servers of a test run: one per major version, started when first asked for, gone with the process.</summary>
public static class TestServers
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<NpgsqlConnectionStringBuilder>>> Servers = new();

    /// <summary>The major versions that this run tests: 15 and 18 by default, or those of DBSAFETY_TEST_MAJORS.</summary>
    public static IReadOnlyList<int> Majors { get; } =
        [.. (Environment.GetEnvironmentVariable("DBSAFETY_TEST_MAJORS") ?? "15,18").Split(',').Select(int.Parse)];

    /// <summary>The maintenance connection of a server of this major version.</summary>
    public static Task<NpgsqlConnectionStringBuilder> GetAsync(int major) =>
        Servers.GetOrAdd(major, version => new Lazy<Task<NpgsqlConnectionStringBuilder>>(() => StartAsync(version))).Value;

    private static Task<NpgsqlConnectionStringBuilder> StartAsync(int major)
    {
        var text = Environment.GetEnvironmentVariable($"DBSAFETY_TEST_PG{major}")
            ?? throw new InvalidOperationException($"Set DBSAFETY_TEST_PG{major} to a connection string.");
        return Task.FromResult(new NpgsqlConnectionStringBuilder(text));
    }
}

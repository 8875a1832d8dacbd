using System.Collections.Concurrent;
using System.Diagnostics;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Connections;

/// <summary>Clients that connect again and again, as those of a web application do, on a server of their own that has room for them.</summary>
public sealed class ReconnectingClientsTests(ITestOutputHelper output)
{
    private const int Clients = 200;

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task None_is_let_in_while_suspended_and_all_are_back_after_it()
    {
        TestRun.SkipUnlessLong();
        await using var server = await SandboxServer.StartAsync(18, new Dictionary<string, string> { ["max_connections"] = $"{Clients + 50}" }, new EnvironmentHost(), default);
        await using var bench = await LeaseBench.CreateAsync(server: server.Connection);
        // The clients' passwords cost next to nothing to check: it is the database that is tried here.
        await bench.Database.ExecuteAsync($"SET scram_iterations = 1; {string.Join(';', bench.Applications.Select(role => $"ALTER ROLE \"{role}\" PASSWORD '{LeaseBench.Password}'"))}");
        using var end = new CancellationTokenSource();
        var admitted = new ConcurrentDictionary<int, bool>();
        var refused = new ConcurrentDictionary<int, bool>();
        var clients = Enumerable.Range(0, Clients).Select(client => ReconnectAsync(bench, client, admitted, refused, end.Token)).ToList();
        await UntilAsync(() => admitted.Count == Clients);

        var (lease, _) = await bench.SuspendAsync();
        Assert.Equal(0, lease.Remaining);
        Assert.True(lease.Ended >= Clients, $"Only {lease.Ended} sessions were ended.");
        await UntilAsync(() => refused.Count == Clients);
        admitted.Clear();
        refused.Clear();
        // Each of them has knocked since, and was told to go away; none was let in, and none is there.
        await UntilAsync(() => refused.Count == Clients);
        Assert.Empty(admitted);
        Assert.Equal(0L, await SessionsAsync(bench));
        Assert.Equal("42501", await bench.RefusedAsync(bench.Shop));

        var clock = Stopwatch.StartNew();
        await bench.ResumeAsync();
        var resumed = clock.ElapsedMilliseconds;
        await UntilAsync(() => admitted.Count == Clients);
        output.WriteLine($"{Clients} clients, {lease.Ended} sessions ended; all were back {clock.ElapsedMilliseconds - resumed} ms after the resume, which took {resumed} ms.");
        await end.CancelAsync();
        await Task.WhenAll(clients);
    }

    // Its session is kept until somebody ends it; then it comes again soon, and again.
    private static async Task ReconnectAsync(LeaseBench bench, int client, ConcurrentDictionary<int, bool> admitted, ConcurrentDictionary<int, bool> refused, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await bench.ConnectAsync(client % 2 == 0 ? bench.Shop : bench.Report);
                admitted[client] = true;
                await using var work = new NpgsqlCommand("SELECT pg_sleep(3600)", connection) { CommandTimeout = 0 };
                await work.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                refused[client] = true;
                await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<long> SessionsAsync(LeaseBench bench) =>
        await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IN ('{bench.Shop}', '{bench.Report}') AND state IS NOT NULL AND state <> 'starting'");

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}

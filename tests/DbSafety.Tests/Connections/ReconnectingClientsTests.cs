using System.Collections.Concurrent;
using System.Diagnostics;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Connections;

/// <summary>Clients that connect again and again, as those of a web application do.</summary>
[Trait("Category", "Long")]
public sealed class ReconnectingClientsTests(ITestOutputHelper output)
{
    /// <summary>Sixteen in an ordinary run, two hundred in a long one.</summary>
    private static int Clients => TestRun.IsLong ? 200 : 16;

    [SkippableFact]
    public async Task None_is_let_in_while_suspended_and_all_are_back_after_it()
    {
        TestRun.SkipUnlessLong();
        await using var bench = await LeaseBench.CreateAsync();
        var room = await bench.Database.ScalarAsync<int>("SELECT current_setting('max_connections')::int");
        Skip.If(room < Clients + 20, $"This server takes {room} sessions; name one that takes more than {Clients + 20} as DBSAFETY_TEST_PG18.");
        using var end = new CancellationTokenSource();
        var admitted = new ConcurrentDictionary<int, bool>();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => ReconnectAsync(bench, client, admitted, end.Token))).ToList();
        await UntilAsync(() => admitted.Count == Clients);

        var (lease, _) = await bench.SuspendAsync();
        Assert.Equal(0, lease.Remaining);
        var refused = 0;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(0L, await SessionsAsync(bench));
            refused += await bench.RefusedAsync(bench.Shop) == "42501" ? 1 : 0;
        }

        Assert.Equal(50, refused);
        admitted.Clear();
        var clock = Stopwatch.StartNew();
        await bench.ResumeAsync();
        var resumed = clock.ElapsedMilliseconds;
        await UntilAsync(() => admitted.Count == Clients);
        output.WriteLine($"{Clients} clients, {lease.Ended} sessions ended; all were back {clock.ElapsedMilliseconds - resumed} ms after the resume, which took {resumed} ms.");
        await end.CancelAsync();
        await Task.WhenAll(clients);
    }

    // Its session is kept until somebody ends it; then it comes again at once.
    private static async Task ReconnectAsync(LeaseBench bench, int client, ConcurrentDictionary<int, bool> admitted, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await bench.ConnectAsync(client % 2 == 0 ? bench.Shop : bench.Report);
                admitted[client] = true;
                await using var work = new NpgsqlCommand("SELECT pg_sleep(0.02)", connection);
                while (!cancellationToken.IsCancellationRequested)
                    await work.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException or InvalidOperationException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<long> SessionsAsync(LeaseBench bench) =>
        await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IN ('{bench.Shop}', '{bench.Report}') AND state IS NOT NULL AND state <> 'starting'");

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10);
    }
}

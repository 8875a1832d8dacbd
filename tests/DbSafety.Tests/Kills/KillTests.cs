using System.Diagnostics;
using DbSafety.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Kills;

/// <summary>
/// Commands are killed at random moments. After each kill the database is before or after, no file with a final name is half,
/// and the next command says truthfully what state things are in.
/// </summary>
[Trait("Category", "Long")]
public sealed class KillTests(ITestOutputHelper output)
{
    [SkippableFact]
    public Task A_killed_backup_leaves_no_half_file() => RunAsync(
        bench => ["backup", .. bench.Common],
        (bench, _) =>
        {
            bench.AssertFilesWhole();
            return Task.CompletedTask;
        });

    [SkippableFact]
    public Task A_killed_migration_is_reported_as_the_database_is() => RunAsync(
        bench => ["migrate", .. bench.Common],
        async (bench, _) =>
        {
            await AssertStatusIsTrueAsync(bench);
            await CommandLineProcess.RunAsync(["migrate", .. bench.Common]);
            Assert.All(await bench.RealityAsync(), pair => Assert.True(pair.Value, pair.Key));
            await CommandLineProcess.RunAsync(["rollback", "--all", .. bench.Common]);
        });

    [SkippableFact]
    public Task A_killed_rollback_is_reported_as_the_database_is() => RunAsync(
        bench => ["rollback", "--all", .. bench.Common],
        async (bench, _) =>
        {
            await AssertStatusIsTrueAsync(bench);
            await CommandLineProcess.RunAsync(["migrate", .. bench.Common]);
            Assert.All(await bench.RealityAsync(), pair => Assert.True(pair.Value, pair.Key));
        },
        bench => CommandLineProcess.RunAsync(["migrate", .. bench.Common]));

    [SkippableFact]
    public async Task A_killed_restore_leaves_the_table_before_or_after()
    {
        var before = "";
        var damaged = "";
        await RunAsync(
            bench => ["restore", "--table", "products", .. bench.Common],
            async (bench, _) =>
            {
                Assert.Contains(await bench.ProductsDigestAsync(), new[] { before, damaged });
                await CommandLineProcess.RunAsync(["restore", "--table", "products", .. bench.Common]);
                Assert.Equal(before, await bench.ProductsDigestAsync());
                Assert.Equal(0L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety_restore%'"));
                await DamageAsync(bench);
            },
            async bench =>
            {
                before = (await bench.ProductsDigestAsync())!;
                await CommandLineProcess.RunAsync(["backup", "products", .. bench.Common]);
                await DamageAsync(bench);
                damaged = (await bench.ProductsDigestAsync())!;
            });
    }

    private static Task DamageAsync(KillBench bench) =>
        bench.Database.ExecuteAsync("DELETE FROM products WHERE id % 3 = 0; UPDATE products SET name = 'damaged', note = NULL WHERE id % 5 = 0");

    /// <summary>What status says of each migration is what the catalog shows; one that is neither is never called applied or pending.</summary>
    private static async Task AssertStatusIsTrueAsync(KillBench bench)
    {
        // After a kill nothing is beyond telling: each statement is applied, not applied or debris.
        foreach (var repair in (await CommandLineProcess.RunAsync(["repair", "--project", bench.Folder, "--target", "development"])).EnumerateArray())
            Assert.NotEqual("unknown", repair.GetProperty("state").GetString());
        var reality = await bench.RealityAsync();
        foreach (var (id, state) in await bench.StatusAsync())
        {
            if (state is "applied")
                Assert.True(reality[id], $"{id} is called applied, and the catalog does not show it.");
            else if (state is "pending" or "outOfOrder")
                Assert.False(reality[id], $"{id} is called {state}, and the catalog shows it.");
            else
                Assert.Contains(state, new[] { "failed", "unknown" });
        }
    }

    private async Task RunAsync(Func<KillBench, string[]> command, Func<KillBench, bool, Task> check, Func<KillBench, Task>? prepare = null)
    {
        TestRun.SkipUnlessLong();
        var seed = Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"DBSAFETY_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var bench = await KillBench.CreateAsync();
        if (prepare is not null)
            await prepare(bench);

        // One run that lives tells how long a run is; the kills are spread over that time.
        var clock = Stopwatch.StartNew();
        await CommandLineProcess.RunAsync(command(bench));
        var length = clock.Elapsed;
        await check(bench, false);

        var killed = 0;
        for (var i = 0; i < TestRun.Kills; i++)
        {
            using var run = CommandLineProcess.Start([.. command(bench), "--json"]);
            var wasKilled = await run.KillAfterAsync(length * random.NextDouble());
            killed += wasKilled ? 1 : 0;
            await bench.SettleAsync();
            await check(bench, wasKilled);
        }

        output.WriteLine($"{killed} of {TestRun.Kills} runs were killed; a whole run takes {length.TotalSeconds:0.0} s.");
    }
}

using System.Diagnostics;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Kills;

/// <summary>A killed rehearsal leaves the target alone, and what it leaves on the server the next one, or a command, takes away.</summary>
public sealed class RehearsalKillTests(ITestOutputHelper output)
{
    // The shadows of a rehearsal carry the process of the session that keeps them.
    private const string OwnShadows = """
        SELECT d.datname FROM pg_database d JOIN pg_stat_activity a ON strpos(d.datname, '_' || to_hex(a.pid) || '_') > 0
        WHERE d.datname LIKE 'dbsafety\_shadow\_%' AND a.datname = current_database()
        """;

    [Fact]
    public async Task The_shadow_of_a_killed_rehearsal_is_removed_by_a_command()
    {
        await using var bench = await KillBench.CreateAsync();
        var target = await TargetAsync(bench);
        using var run = CommandLineProcess.Start(["rehearse", .. bench.Common, "--json"]);
        var shadow = await ShadowAsync(bench);
        await run.KillAfterAsync(TimeSpan.Zero);
        await bench.SettleAsync();
        Assert.True(await ExistsAsync(bench, shadow));
        await RunAsync("rehearse", "--remove-leftovers", "--project", bench.Folder, "--target", "development", "--force");
        Assert.False(await ExistsAsync(bench, shadow));
        Assert.Equal(target, await TargetAsync(bench));
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task A_rehearsal_killed_at_any_moment_leaves_nothing_behind_the_next_one()
    {
        TestRun.SkipUnlessLong();
        var seed = Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"DBSAFETY_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var bench = await KillBench.CreateAsync();
        var target = await TargetAsync(bench);
        var clock = Stopwatch.StartNew();
        await CommandLineProcess.RunAsync(["rehearse", .. bench.Common]);
        var length = clock.Elapsed;
        var left = 0;
        for (var i = 0; i < TestRun.Kills; i++)
        {
            using var run = CommandLineProcess.Start(["rehearse", .. bench.Common, "--json"]);
            var seen = ShadowsWhileAsync(bench, run, length * random.NextDouble());
            var shadows = await seen;
            await bench.SettleAsync();
            foreach (var shadow in shadows)
                left += await ExistsAsync(bench, shadow) ? 1 : 0;
            await CommandLineProcess.RunAsync(["rehearse", .. bench.Common]);
            foreach (var shadow in shadows)
                Assert.False(await ExistsAsync(bench, shadow), $"{shadow} is still there.");
            Assert.Equal(target, await TargetAsync(bench));
        }

        output.WriteLine($"{left} shadows were left by {TestRun.Kills} kills, and removed by the next rehearsal.");
    }

    private static async Task<IReadOnlyCollection<string>> ShadowsWhileAsync(KillBench bench, CommandLineProcess run, TimeSpan life)
    {
        var shadows = new HashSet<string>();
        await using var connection = await bench.Database.OpenAsync();
        var killing = run.KillAfterAsync(life);
        while (!killing.IsCompleted)
            shadows.UnionWith(await ListAsync(connection));
        await killing;
        return shadows;
    }

    private static async Task<string> ShadowAsync(KillBench bench)
    {
        await using var connection = await bench.Database.OpenAsync();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            if ((await ListAsync(connection)).FirstOrDefault() is { } shadow)
                return shadow;
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(120), "The rehearsal makes no shadow.");
        }
    }

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlConnection connection)
    {
        var names = new List<string>();
        await using var command = new NpgsqlCommand("SELECT pg_sleep(0.02); " + OwnShadows, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private static Task<bool> ExistsAsync(KillBench bench, string shadow) =>
        bench.Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{shadow}')");

    private static Task<string?> TargetAsync(KillBench bench) => bench.Database.ScalarAsync<string>(
        "SELECT string_agg(relname || relfilenode || xmin, ',' ORDER BY oid) || (SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM products p) FROM pg_class WHERE relnamespace = 'public'::regnamespace");

    private static async Task RunAsync(params string[] arguments)
    {
        using var run = CommandLineProcess.Start(arguments);
        var (standard, errors) = await run.WaitAsync();
        Assert.True(run.ExitCode == 0, standard + errors);
    }
}

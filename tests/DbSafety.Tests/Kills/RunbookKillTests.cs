using System.Diagnostics;
using System.Text.Json;
using DbSafety.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Kills;

/// <summary>
/// The process that carries out a runbook is killed at random, and so are those that resume it. Each run comes to its end; a step whose
/// end is not known is asked about, and answered as the database is; no step's change is there twice, none is missing.
/// </summary>
[Trait("Category", "Long")]
public sealed class RunbookKillTests(ITestOutputHelper output)
{
    private const int Steps = 5;

    [SkippableFact]
    public async Task A_run_whose_process_is_killed_again_and_again_takes_each_step_once()
    {
        TestRun.SkipUnlessLong();
        var seed = Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"DBSAFETY_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var bench = await KillBench.CreateAsync();
        await PrepareAsync(bench);

        var clock = Stopwatch.StartNew();
        await FinishAsync(bench, null);
        var length = clock.Elapsed;
        await AssertOnceAsync(bench);
        ForgetRuns(bench);

        var kills = 0;
        var asked = 0;
        while (kills < TestRun.Kills)
        {
            await bench.Database.ExecuteAsync("TRUNCATE effects");
            var run = await StartAsync(bench, length * random.NextDouble());
            kills++;
            while (run is null || !IsOver(run.Value))
            {
                var answer = run is { } waiting && Status(waiting) == "waiting" ? await AnswerAsync(bench, waiting) : null;
                asked += answer is null ? 0 : 1;
                var dies = kills < TestRun.Kills && random.Next(2) == 0;
                kills += dies ? 1 : 0;
                if (run is null)
                    run = await StartAsync(bench, dies ? length * random.NextDouble() : null);
                else
                    run = await ResumeAsync(bench, run.Value.GetProperty("runId").GetString()!, answer, dies ? length * random.NextDouble() : null);
            }

            Assert.Equal("succeeded", Status(run.Value));
            await AssertOnceAsync(bench);
            ForgetRuns(bench);
        }

        output.WriteLine($"{kills} kills were tried; {asked} times a person was asked; a whole run takes {length.TotalSeconds:0.0} s.");
    }

    private static void ForgetRuns(KillBench bench)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(bench.Folder, "runs")))
            Directory.Delete(folder, recursive: true);
    }

    private static async Task PrepareAsync(KillBench bench)
    {
        await bench.Database.ExecuteAsync("CREATE TABLE effects (step int NOT NULL)");
        Directory.CreateDirectory(Path.Combine(bench.Folder, "runbooks"));
        var steps = new List<string>();
        for (var i = 1; i <= Steps; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(bench.Folder, "seeds", $"step{i}.sql"), $"INSERT INTO effects VALUES ({i}); SELECT pg_sleep(0.05);");
            steps.Add($"  - step: Change {i}\n    run: {{ Import-SeedData: {{ File: ['{Path.Combine(bench.Folder, "seeds", $"step{i}.sql")}'] }} }}");
        }

        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "runbooks", "five-changes.yaml"), $"runbook: 1\nname: five-changes\nsteps:\n{string.Join('\n', steps)}\n");
    }

    private static async Task<JsonElement?> StartAsync(KillBench bench, TimeSpan? life)
    {
        await FinishAsync(bench, life);
        return await FindAsync(bench);
    }

    private static async Task FinishAsync(KillBench bench, TimeSpan? life) => await EndAsync(CommandLineProcess.Start(["runbook", "five-changes", .. bench.Common, "--json"]), bench, life);

    private static async Task<JsonElement?> ResumeAsync(KillBench bench, string id, string? answer, TimeSpan? life)
    {
        await EndAsync(CommandLineProcess.Start(["resume-run", id, .. bench.Common, "--json", .. answer is null ? Array.Empty<string>() : ["--answer", answer]]), bench, life);
        return await FindAsync(bench);
    }

    private static async Task EndAsync(CommandLineProcess started, KillBench bench, TimeSpan? life)
    {
        using var process = started;
        if (life is { } time)
            await process.KillAfterAsync(time);
        else
            await process.WaitAsync();
        await bench.SettleAsync();
    }

    /// <summary>The run as <c>dbsafety runs</c> tells it; null where the process died before it had begun one.</summary>
    private static async Task<JsonElement?> FindAsync(KillBench bench) =>
        (await CommandLineProcess.RunAsync(["runs", "--project", bench.Folder])).EnumerateArray().Cast<JsonElement?>().SingleOrDefault();

    /// <summary>What a person would answer who looked at the database.</summary>
    private static async Task<string> AnswerAsync(KillBench bench, JsonElement run)
    {
        var step = run.GetProperty("steps").EnumerateArray().Single(item => item.GetProperty("state").GetString() == "waiting").GetProperty("address").GetString();
        return await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM effects WHERE step = {step}") == 1 ? "done" : "again";
    }

    private static async Task AssertOnceAsync(KillBench bench) =>
        Assert.Equal("1,2,3,4,5", await bench.Database.ScalarAsync<string>("SELECT string_agg(step::text, ',' ORDER BY step) FROM effects"));

    private static bool IsOver(JsonElement run) => Status(run) is "succeeded" or "failed" or "recovered" or "escalated";

    private static string? Status(JsonElement run) => run.GetProperty("status").GetString();
}

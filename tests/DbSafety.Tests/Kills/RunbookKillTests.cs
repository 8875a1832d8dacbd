using System.Diagnostics;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Kills;

/// <summary>
/// The process that carries out a runbook is killed at each line of its journal and at random, and so are those that resume it. Each run
/// comes to its end; a step whose end is not known is asked about, and answered as the database is; no step's change is there twice, none
/// is missing.
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
        await using var bench = await KillBench.CreateAsync(large: false);
        await PrepareAsync(bench);

        var clock = Stopwatch.StartNew();
        await EndAsync(Start(bench), bench, null);
        var length = clock.Elapsed;
        var lines = LinesOf(bench);
        await AssertOnceAsync(bench);
        ForgetRuns(bench);

        var tally = new Tally(lines);
        while (tally.Runs < TestRun.Kills)
        {
            await bench.Database.ExecuteAsync("TRUNCATE effects");
            // By turns: at the next line of the journal, from the first to the last, and at any moment of the run.
            await KillAsync(Start(bench), bench, tally.Runs % 2 == 0 ? (tally.Runs / 2 % lines) + 1 : null, length * (0.2 + (0.8 * random.NextDouble())), tally);
            var run = await FindAsync(bench);
            while (run is null || !IsOver(run))
            {
                if (run is not null && LinesOf(bench) == 0)
                {
                    // It died before its first line was whole: there is nothing to go on with, and the run begins anew.
                    ForgetRuns(bench);
                    run = null;
                }

                var answer = run?.Status == RunStatus.Waiting ? await AnswerAsync(bench, run) : null;
                tally.Asked += answer is null ? 0 : 1;
                var process = run is null ? Start(bench) : Resume(bench, run.RunId, answer);
                if (random.Next(3) == 0)
                    await KillAsync(process, bench, random.Next(2) == 0 ? LinesOf(bench) + random.Next(1, 4) : null, length * random.NextDouble(), tally);
                else
                    await EndAsync(process, bench, null);
                run = await FindAsync(bench);
            }

            Assert.Equal(RunStatus.Succeeded, run.Status);
            await AssertOnceAsync(bench);
            ForgetRuns(bench);
            tally.Runs++;
        }

        output.WriteLine($"{tally}; a whole run takes {length.TotalSeconds:0.0} s and writes {lines} lines.");
    }

    /// <summary>What was done to the runs.</summary>
    private sealed class Tally(int lines)
    {
        private readonly int[] _at = new int[lines + 1];

        public int Runs { get; set; }

        public int Kills { get; private set; }

        public int Asked { get; set; }

        public void Killed(int line)
        {
            Kills++;
            _at[Math.Min(line, _at.Length - 1)]++;
        }

        public override string ToString() =>
            $"{Runs} runs, whose processes were killed {Kills} times, {_at[0]} times before the first line and after line 1 to {_at.Length - 1}: {string.Join(' ', _at[1..])}; {Asked} times a person was asked";
    }

    private static void ForgetRuns(KillBench bench)
    {
        Directory.Delete(Path.Combine(bench.Folder, "runs"), recursive: true);
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

    private static CommandLineProcess Start(KillBench bench) => CommandLineProcess.Start(["runbook", "five-changes", .. bench.Common, "--json"]);

    private static CommandLineProcess Resume(KillBench bench, string id, string? answer) =>
        CommandLineProcess.Start(["resume-run", id, .. bench.Common, "--json", .. answer is null ? Array.Empty<string>() : ["--answer", answer]]);

    /// <summary>Lets a process come to its end, or kills it after a while.</summary>
    private static async Task<bool> EndAsync(CommandLineProcess started, KillBench bench, TimeSpan? life)
    {
        using var process = started;
        var killed = life is { } time && await process.KillAfterAsync(time);
        if (life is null)
            await process.WaitAsync();
        await bench.SettleAsync();
        return killed;
    }

    /// <summary>Kills a process as soon as the journal of its run has so many lines, or after a while.</summary>
    private static async Task KillAsync(CommandLineProcess started, KillBench bench, int? line, TimeSpan life, Tally tally)
    {
        bool killed;
        if (line is { } wanted)
        {
            using var process = started;
            killed = await process.KillWhenAsync(() => LinesOf(bench) >= wanted);
            await bench.SettleAsync();
        }
        else
        {
            killed = await EndAsync(started, bench, life);
        }

        if (killed)
            tally.Killed(LinesOf(bench));
    }

    /// <summary>The whole lines of the run's journal; 0 where there is none yet.</summary>
    private static int LinesOf(KillBench bench)
    {
        var runs = Path.Combine(bench.Folder, "runs");
        var path = Directory.Exists(runs) ? Directory.EnumerateFiles(runs, RunJournal.FileName, SearchOption.AllDirectories).FirstOrDefault() : null;
        if (path is null)
            return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(file);
        return text.ReadToEnd().Count(letter => letter == '\n');
    }

    /// <summary>The run as <c>dbsafety runs</c> tells it; null where the process died before it had begun one.</summary>
    private static async Task<SafetyRun?> FindAsync(KillBench bench)
    {
        var host = new TestHost();
        await new OperationRunner().RunAsync(new GetSafetyRunOptions { Project = bench.Folder }, host, default);
        return host.ResultsOf<SafetyRun>().SingleOrDefault();
    }

    /// <summary>What a person would answer who looked at the database.</summary>
    private static async Task<string> AnswerAsync(KillBench bench, SafetyRun run)
    {
        var step = run.Steps.Single(item => item.State == StepState.Waiting).Address;
        return await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM effects WHERE step = {step}") == 1 ? "done" : "again";
    }

    private static async Task AssertOnceAsync(KillBench bench) =>
        Assert.Equal("1,2,3,4,5", await bench.Database.ScalarAsync<string>("SELECT string_agg(step::text, ',' ORDER BY step) FROM effects"));

    private static bool IsOver(SafetyRun run) => run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Recovered or RunStatus.Escalated;
}

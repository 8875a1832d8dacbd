using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Loading;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Kills;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>Where a run stands, as others see it: while it is under way, before it, after a Ctrl-C, and from another machine.</summary>
public sealed class RunStateTests
{
    [Fact]
    public async Task While_a_step_is_under_way_it_is_running_and_those_after_it_are_pending()
    {
        using var bench = new RunBench("""
            name: main
            steps:
              - { step: first, run: Add-Row }
              - { step: second, run: Look-Around }
              - { step: third, run: Add-Row }
            """);
        SafetyRun? seen = null;
        bench.On("Look-Around", () => seen = bench.Run);
        using (new RunFolder(bench.Folder).Hold())
            await bench.RunAsync();

        Assert.Equal(RunStatus.Running, seen!.Status);
        Assert.Equal([StepState.Succeeded, StepState.Running, StepState.Pending], seen.Steps.Select(step => step.State));
        Assert.Equal((null, null), (seen.Ended, seen.Steps[1].Duration));
    }

    [Fact]
    public void What_a_step_would_do_is_told_before_it_is_done()
    {
        var runbook = RunbookReader.Parse("""
            runbook: 1
            name: main
            commands: [Stop-Service]
            steps:
              - { step: look, run: Get-SafeMigration }
              - { step: change, run: Invoke-SafeMigration }
              - { step: strange, run: { Stop-Service: { Name: shop } } }
              - { step: ask, ask: Well? }
              - step: many
                steps:
                  - { step: look, run: Get-SafeMigration }
                  - { step: strange, run: Stop-Service }
            """, "main.yaml");
        Assert.Equal(
            [("1", StepEffect.OnlyReads), ("2", StepEffect.Changes), ("3", StepEffect.Unknown), ("4", StepEffect.Asks), ("5", StepEffect.Unknown), ("5.1", StepEffect.OnlyReads), ("5.2", StepEffect.Unknown)],
            RunSummary.Planned(runbook).Select(step => (step.Address, step.Effect)));
        Assert.All(RunSummary.Planned(runbook), step => Assert.Equal(StepState.Pending, step.State));
    }

    [SkippableFact]
    public async Task Ctrl_C_ends_the_step_takes_what_is_under_always_and_leaves_a_run_that_is_resumed()
    {
        CommandLineProcess.RequireInterrupts();
        await using var bench = await EmergencyBench.CreateAsync();
        await bench.Database.ExecuteAsync("CREATE TABLE effects (step text)");
        await WriteRunbookAsync(bench, "slow", """
            steps:
              - step: First
                run: { Import-SeedData: { File: [seeds/first.sql] } }
              - step: Slow
                run: { Import-SeedData: { File: [seeds/slow.sql] } }
                resume: rerun
              - step: Last
                run: { Import-SeedData: { File: [seeds/last.sql] } }
            always:
              - step: Tell
                run: { Import-SeedData: { File: [seeds/always.sql] } }
            """);
        foreach (var (name, more) in new[] { ("first", ""), ("slow", "SELECT pg_sleep(600) WHERE (SELECT count(*) FROM effects WHERE step = 'always') = 0;"), ("last", ""), ("always", "") })
            await File.WriteAllTextAsync(Path.Combine(bench.Folder, "seeds", name + ".sql"), $"{more} INSERT INTO effects VALUES ('{name}');");

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var process = CommandLineProcess.Start(["runbook", "slow", "--project", bench.Folder, "--target", "development", "--force", "--json"]);
        while (!await bench.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"))
            await Task.Delay(50, limit.Token);
        await process.InterruptAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("first,always", await EffectsAsync(bench));
        var run = await bench.OnlyRunAsync();
        Assert.Equal((RunStatus.Cancelled, StepState.Cancelled), (run.Status, run.Steps.Single(step => step.Name == "Slow").State));
        Assert.Equal(RunStatus.Succeeded, (await bench.ResumeAsync(run.RunId)).Status);
        Assert.Equal("first,always,slow,last,always", await EffectsAsync(bench));
    }

    [Fact]
    public async Task A_run_goes_on_from_another_machine_that_shares_its_folder()
    {
        await using var bench = await EmergencyBench.CreateAsync();
        var shared = Directory.CreateTempSubdirectory("dbsafety-shared-").FullName;
        var elsewhere = Directory.CreateTempSubdirectory("dbsafety-elsewhere-").FullName;
        await WriteRunbookAsync(bench, "own", "steps:\n  - { step: Look, run: Get-SafeMigration }\n  - { step: Ask, id: who, ask: { text: Who?, fields: [owner] } }\n  - { step: Again, run: Get-SafeMigration, when: $steps.who.owner -eq 'Ann' }\n");
        var here = new TestHost();
        await Assert.ThrowsAsync<DbSafetyException>(() => new OperationRunner().RunAsync(new InvokeSafetyRunbookOptions { Name = "own", Project = bench.Folder, Path = shared, Force = true }, here, default));
        var waiting = Assert.Single(here.ResultsOf<SafetyRun>());
        Assert.Equal(RunStatus.Waiting, waiting.Status);

        // Another machine has the project at another place, and knows of the run by the shared folder alone. The run's folder may be at another place there, too.
        var mounted = Path.Combine(elsewhere, "runs");
        Copy(bench.Folder, Path.Combine(elsewhere, "project"));
        Directory.Move(shared, mounted);
        Directory.Delete(Path.Combine(bench.Folder, "runbooks"), recursive: true);
        var there = new TestHost { WorkingDirectory = elsewhere };
        await new OperationRunner().RunAsync(new ResumeSafetyRunOptions { RunId = waiting.RunId, Answer = ["owner=Ann"], Project = Path.Combine(elsewhere, "project"), Path = mounted, Force = true }, there, default);

        var run = Assert.Single(there.ResultsOf<SafetyRun>());
        Assert.Equal((RunStatus.Succeeded, waiting.RunId), (run.Status, run.RunId));
        Assert.All(run.Steps, step => Assert.Equal(StepState.Succeeded, step.State));
        Assert.Equal(mounted, Path.GetDirectoryName(run.Path));
        Directory.Delete(elsewhere, recursive: true);
    }

    private static Task<string?> EffectsAsync(EmergencyBench bench) => bench.Database.ScalarAsync<string>("SELECT string_agg(step, ',' ORDER BY ctid) FROM effects");

    private static Task WriteRunbookAsync(EmergencyBench bench, string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(bench.Folder, "runbooks"));
        return File.WriteAllTextAsync(Path.Combine(bench.Folder, "runbooks", name + ".yaml"), $"runbook: 1\nname: {name}\n{text}");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

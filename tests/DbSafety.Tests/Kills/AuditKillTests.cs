using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Kills;

/// <summary>The real command line is killed between the journal's table and its file.</summary>
[Trait("Category", "Long")]
public sealed class AuditKillTests
{
    [SkippableFact]
    public async Task A_writer_that_is_killed_between_table_and_file_leaves_a_file_that_is_behind_and_nothing_else()
    {
        TestRun.SkipUnlessLong();
        await using var bench = await KillBench.CreateAsync();
        await CommandLineProcess.RunAsync(["migrate", .. bench.Common]);
        var before = await RowsAsync(bench);
        // Whoever has the file holds the writer up right after its commit.
        using (new FileStream(FileOf(bench), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            using var process = CommandLineProcess.Start(["backup", "--table", "growers", .. bench.Common]);
            var row = UntilAsync(async () => await RowsAsync(bench) > before);
            var end = process.WaitAsync();
            Assert.Same(row, await Task.WhenAny(row, end));
            Assert.True(await process.KillAfterAsync(TimeSpan.Zero));
        }

        var check = await CheckAsync(bench);
        Assert.True(check.Passed);
        Assert.Contains(check.Findings, finding => finding.Id == "FileBehind");
        await CommandLineProcess.RunAsync(["backup", "--table", "growers", .. bench.Common]);
        Assert.Empty((await CheckAsync(bench)).Findings);
    }

    [SkippableFact]
    public async Task A_writer_that_is_killed_at_any_moment_leaves_two_chains_that_hold()
    {
        TestRun.SkipUnlessLong();
        await using var bench = await KillBench.CreateAsync();
        await CommandLineProcess.RunAsync(["migrate", .. bench.Common]);
        for (var i = 0; i < TestRun.Kills; i++)
        {
            using var process = CommandLineProcess.Start(["backup", "--table", "growers", .. bench.Common]);
            await process.KillAfterAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(200, 4000)));
            var check = await CheckAsync(bench);
            Assert.True(check.Passed, string.Join("; ", check.Findings));
        }

        await CommandLineProcess.RunAsync(["backup", "--table", "growers", .. bench.Common]);
        Assert.Empty((await CheckAsync(bench)).Findings);
        Assert.All(await File.ReadAllLinesAsync(FileOf(bench)), line => Assert.NotNull(ChainLine.Read(line)));
    }

    private static string FileOf(KillBench bench) => Path.Combine(bench.Folder, AuditFile.Folder, "development.jsonl");

    private static Task<long> RowsAsync(KillBench bench) => bench.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.journal");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(20);
    }

    private static async Task<JournalCheck> CheckAsync(KillBench bench)
    {
        var host = new TestHost { WorkingDirectory = bench.Folder };
        try
        {
            await new OperationRunner().RunAsync(new TestSafetyJournalOptions { Project = bench.Folder, Target = "development" }, host, default);
        }
        catch (Core.Errors.DbSafetyException)
        {
            // The object says it.
        }

        return host.ResultsOf<JournalCheck>().Single();
    }
}

using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>Several runners at once on one database.</summary>
public sealed class RunnersTests
{
    [Theory]
    [InlineData(2, "1ms")]
    [InlineData(10, "1ms")]
    [InlineData(10, "5min")]
    public async Task Exactly_one_applies_and_the_others_wait_or_refuse_in_words(int runners, string wait)
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed.Replace("runLockWait: 1ms", $"runLockWait: {wait}", StringComparison.Ordinal));
        project.With("0001_a", "CREATE TABLE a (x int);\nINSERT INTO a VALUES (1);", "DROP TABLE a");
        var ends = await Task.WhenAll(Enumerable.Range(0, runners).Select(_ => Task.Run(() => EndAsync(project))));

        Assert.Equal(1, ends.Count(end => end == "applied"));
        Assert.All(ends, end => Assert.True(end is "applied" or "nothing to do" || (wait == "1ms" && end.StartsWith("Another run holds the run lock", StringComparison.Ordinal)), end));
        Assert.Equal(1L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM a"));
        Assert.Equal(1L, await project.Database.ScalarAsync<long>("SELECT count(*) FROM dbsafety.journal WHERE event = 'applied'"));
    }

    private static async Task<string> EndAsync(TestProject project)
    {
        try
        {
            return (await project.RunAsync(new InvokeSafeMigrationOptions())).ResultsOf<MigrationRun>().Single().Migrations.Count == 1 ? "applied" : "nothing to do";
        }
        catch (DbSafetyException error) when (error.ExitCode == ExitCode.LockBusy)
        {
            return error.Message;
        }
    }
}

using DbSafety.Core.Results;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Whatever the names, types and values are: what was backed up is what comes back, to the last byte.</summary>
public sealed class RandomTablesTests
{
    // The ordinary run takes the same tables each time; the long one new ones, and says which.
    public static TheoryData<int, int, BackupDataFormat> Runs
    {
        get
        {
            var runs = new TheoryData<int, int, BackupDataFormat>();
            foreach (var major in TestServers.Majors)
                for (var run = 0; run < (TestRun.IsLong ? 40 : 2); run++)
                    runs.Add(major, TestRun.IsLong ? Random.Shared.Next() : 4711 + run, run % 2 == 0 ? BackupDataFormat.Copy : BackupDataFormat.Insert);
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Tables_made_at_random_come_back_equal(int major, int seed, BackupDataFormat format)
    {
        await using var bench = await BackupBench.CreateAsync(new RandomTables(seed, major).Sql(), major);

        var set = await bench.BackupAsync(request => request with { DataFormat = format });
        var tests = await bench.ProveAsync(set);

        Assert.Equal(4, tests.Count);
        Assert.All(tests, test => Assert.True(test.Passed && test.ContentEqual == true && test.StructureEqual == true, $"seed {seed}: {test.Table}: {string.Join(" ", test.Detail)}"));
    }
}

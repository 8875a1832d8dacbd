using System.IO.Compression;
using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>What a restore runs is what it checked: a file that is exchanged between the two changes nothing.</summary>
public sealed class RestoreFileSwapTests
{
    [Theory]
    [InlineData(BackupDataFormat.Copy, 8L << 20)]
    [InlineData(BackupDataFormat.Copy, 1L)]
    [InlineData(BackupDataFormat.Insert, 8L << 20)]
    public async Task A_file_that_is_exchanged_after_its_check_is_not_run(BackupDataFormat format, long smallestStaged)
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'it''s'), (2, NULL)");
        var set = await bench.BackupAsync(request => request with { DataFormat = format });
        var request = new RestoreRequest { SmallestStaged = smallestStaged };
        await bench.Database.ExecuteAsync("DROP TABLE t");
        var path = set.PathOf(set.Manifest.Tables.Single().File.Name);
        var good = await File.ReadAllBytesAsync(path);
        bench.Host.Confirming = _ => File.WriteAllBytes(path, Forged(good));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, request));
        Assert.Equal("BackupFileAltered", error.Id);
        Assert.Equal("", await bench.Database.ScalarAsync<string>("SELECT coalesce(string_agg(relname, ' '), '') FROM pg_class WHERE relname IN ('t', 'stolen')"));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));

        await File.WriteAllBytesAsync(path, good);
        bench.Host.Confirming = null;
        Assert.All(await bench.RestoreAsync(set, request), result => Assert.True(result.Verified, string.Join("; ", result.Detail)));
        Assert.Equal("it's", await bench.Database.ScalarAsync<string>("SELECT v FROM t WHERE id = 1"));
    }

    // As somebody would write it who knows the form: one statement more, in the first section.
    private static byte[] Forged(byte[] good)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(good), CompressionMode.Decompress));
        var text = reader.ReadToEnd();
        var at = text.IndexOf("CREATE TABLE", StringComparison.Ordinal);
        Assert.True(at > 0, text);
        var made = new MemoryStream();
        using (var gzip = new GZipStream(made, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text.Insert(at, "CREATE TABLE public.stolen ();\n")));
        return made.ToArray();
    }
}

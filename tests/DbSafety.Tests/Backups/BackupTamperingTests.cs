using DbSafety.Core.Errors;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Tests.Cli;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Whatever happens to the files of a set, it is noticed before anything else is done with them.</summary>
public sealed class BackupTamperingTests
{
    private const string Sql = "CREATE TABLE notes (id integer PRIMARY KEY, body text); INSERT INTO notes SELECT i, 'note ' || i FROM generate_series(1, 300) i";

    [Fact]
    public async Task Every_flipped_bit_and_every_cut_byte_of_a_table_file_is_noticed()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("notes");
        var path = set.PathOf(set.Manifest.Tables[0].File.Name);
        var whole = await File.ReadAllBytesAsync(path);
        for (var place = 0; place < whole.Length; place += 7)
        {
            var altered = whole.ToArray();
            altered[place] ^= (byte)(1 << (place % 8));
            await File.WriteAllBytesAsync(path, altered);
            Assert.False(Assert.Single(await BackupProver.CheckFilesAsync(set, null, bench.Host, default)).Passed);
            await File.WriteAllBytesAsync(path, whole[..place]);
            Assert.False(Assert.Single(await BackupProver.CheckFilesAsync(set, null, bench.Host, default)).Passed);
        }
    }

    [Fact]
    public async Task Every_flipped_bit_and_every_cut_byte_of_the_manifest_is_noticed()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("notes");
        var whole = await File.ReadAllBytesAsync(set.ManifestPath);
        var store = new BackupStore(bench.Folder);
        for (var place = 0; place < whole.Length; place++)
        {
            var altered = whole.ToArray();
            altered[place] ^= (byte)(1 << (place % 8));
            await File.WriteAllBytesAsync(set.ManifestPath, altered);
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => store.FindAsync(set.Id, bench.Host, default));
            Assert.Equal("BackupManifestInvalid", error.Id);
            if (place % 50 != 0)
                continue;
            await File.WriteAllBytesAsync(set.ManifestPath, whole[..place]);
            await Assert.ThrowsAsync<DbSafetyException>(() => store.FindAsync(set.Id, bench.Host, default));
        }
    }

    [Fact]
    public async Task Every_bit_and_every_cut_of_every_file_of_a_set_is_refused_by_the_check_that_a_restore_begins_with()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2)");
        var set = await bench.BackupAsync(request => request);
        Assert.NotNull(set.Manifest.SchemaFile);
        foreach (var file in set.Manifest.Files.ToList())
        {
            var path = set.PathOf(file.Name);
            var whole = await File.ReadAllBytesAsync(path);
            for (var bit = 0; bit < whole.Length * 8; bit++)
            {
                var altered = whole.ToArray();
                altered[bit / 8] ^= (byte)(1 << (bit % 8));
                await File.WriteAllBytesAsync(path, altered);
                Assert.NotNull(await FileCheck.ProblemAsync(set, file, default));
            }

            for (var length = 0; length < whole.Length; length++)
            {
                await File.WriteAllBytesAsync(path, whole[..length]);
                Assert.NotNull(await FileCheck.ProblemAsync(set, file, default));
            }

            await File.WriteAllBytesAsync(path, whole);
            Assert.Null(await FileCheck.ProblemAsync(set, file, default));
        }
    }

    [Fact]
    public async Task An_altered_file_is_refused_before_the_live_table_is_touched()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("notes");
        await bench.Database.ExecuteAsync("UPDATE notes SET body = 'live'");
        await using (var stream = new FileStream(set.PathOf(set.Manifest.Tables[0].File.Name), FileMode.Append))
            stream.WriteByte(0);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set));
        Assert.Equal("BackupFileAltered", error.Id);
        Assert.Equal(ErrorKind.BackupInvalid, error.Kind);
        Assert.Equal(300L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM notes WHERE body = 'live'"));
    }

    [Fact]
    public async Task A_set_whose_file_is_missing_does_not_pass()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("notes");
        File.Delete(set.PathOf(set.Manifest.Tables[0].File.Name));
        var test = Assert.Single(await bench.ProveAsync(set));
        Assert.False(test.Passed);
        Assert.False(test.FileIntact);
        Assert.Null(test.Restored);
        foreach (var how in new[] { "--files-only", "--verbose" })
            Assert.Equal((int)ExitCode.CheckFailed,
                (await CliRun.RunAsync("prove", set.Id, "--path", bench.Folder, "--connection", bench.Database.ConnectionString, how)).ExitCode);
    }

    [Fact]
    public async Task The_proof_of_a_set_does_not_hold_for_another_one_with_its_name()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("notes");
        await bench.ProveAsync(set);
        await using (var file = File.Create(set.ManifestPath))
            await DbSafety.Engine.Backups.Manifests.ManifestJson.WriteAsync(set.Manifest with { ToolVersion = "other" }, file, default);
        Assert.Null((await new BackupStore(bench.Folder).FindAsync(set.Id, bench.Host, default)).Proven);
    }
}

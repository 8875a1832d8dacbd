using System.Diagnostics;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores.Folders;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>No file with a final name is ever incomplete, and nothing is ever overwritten.</summary>
public sealed class BackupFilesTests
{
    private const string Sql = "CREATE TABLE notes (id integer PRIMARY KEY, body text); INSERT INTO notes SELECT i, md5(i::text) FROM generate_series(1, 200000) i";

    [Fact]
    public async Task Sets_of_the_same_second_get_different_ids()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer)");
        var sets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.BackupAsync("t")));
        Assert.Equal(4, sets.Select(set => set.Id).Distinct().Count());
        Assert.Equal(4, (await new BackupStore(bench.Folder).ListAsync(bench.Host, default)).Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(bench.Folder), path => path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_can_be_read_by_their_owner_only()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer)");
        await bench.BackupAsync("t");
        foreach (var path in Directory.EnumerateFiles(bench.Folder))
        {
            // Windows gives new files the rights of their folder.
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_cancelled_backup_leaves_no_file()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        using var stop = new CancellationTokenSource();
        var backup = BackupWriter.CreateAsync(bench.Database.Sessions, new BackupRequest { Store = new FolderStore(bench.Folder), IsWholeDatabase = true }, bench.Host, stop.Token);
        while (!backup.IsCompleted && !Directory.EnumerateFiles(bench.Folder).Any(path => path.Contains("notes", StringComparison.Ordinal)))
            await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backup);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Folder));
    }

    [Fact]
    public async Task A_lost_connection_leaves_no_file_and_says_so()
    {
        // Enough rows that the backup is still under way when its sessions are ended.
        await using var bench = await BackupBench.CreateAsync(
            "CREATE UNLOGGED TABLE notes (body text); INSERT INTO notes SELECT repeat(md5(i::text), 10) FROM generate_series(1, 500000) i");
        var backup = bench.BackupAsync("notes");
        while (!backup.IsCompleted && !Directory.EnumerateFiles(bench.Folder).Any(path => path.Contains("notes", StringComparison.Ordinal)))
            await Task.Yield();
        await bench.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dbsafety backup' AND datname = current_database()");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => backup);
        Assert.Equal(ErrorKind.Connection, error.Kind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Folder));
    }

    [SkippableFact]
    public async Task A_full_disk_leaves_no_file_and_tells_what_to_do()
    {
        await using var bench = await BackupBench.CreateAsync(Sql);
        var disk = Directory.CreateDirectory(Path.Combine(bench.Folder, "disk")).FullName;
        Skip.IfNot(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk), "A small file system can only be mounted by root.");
        try
        {
            var options = new DbSafety.Core.Options.NewLogicalBackupOptions { Connection = bench.Database.ConnectionString, Path = disk };
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => new DbSafety.Engine.Operations.OperationRunner().RunAsync(options, bench.Host, default));
            Assert.Equal("DiskFull", error.Id);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            Assert.True(Run("umount", disk));
        }
    }

    [Fact]
    public async Task Leftovers_of_a_killed_backup_are_removed_by_the_next_one_and_those_of_a_living_one_are_not()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer)");
        string Make(string name) => WriteFile(Path.Combine(bench.Folder, name));
        var dead = new[] { Make(".backup_20240101_000000.partial"), Make(".backup_20240101_000000_t.sql.gz.partial") };
        Make("backup_20240101_000000_u.sql.gz");
        var alive = new[] { Make(".backup_20240202_000000.partial"), Make(".backup_20240202_000000_t.sql.gz.partial") };
        using (new FileStream(alive[0], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await bench.BackupAsync("t");
        Assert.All(dead, path => Assert.False(File.Exists(path)));
        Assert.All(alive, path => Assert.True(File.Exists(path)));
        Assert.Contains(bench.Host.Warnings, text => text.Contains("backup_20240101_000000_u.sql.gz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_being_changed_makes_a_typed_error_in_time()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer)");
        await using var other = await bench.Database.OpenAsync();
        await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE", other))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.BackupAsync(request => request with { LockTimeout = TimeSpan.FromMilliseconds(100) }));
        Assert.Equal("BackupLockBusy", error.Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Folder));
    }

    [Fact]
    public async Task A_set_is_found_by_its_id_its_manifest_one_of_its_files_and_its_folder()
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id integer); CREATE TABLE u (id integer)");
        var old = await bench.BackupAsync("t", "u");
        var set = await bench.BackupAsync("t");
        var store = new BackupStore(bench.Folder);
        foreach (var name in new[] { null, set.Id, "backup_" + set.Id, set.ManifestPath, bench.Folder, Path.GetFileName(set.ManifestPath) })
            Assert.Equal(set.Id, (await store.FindAsync(name, bench.Host, default)).Id);
        Assert.Equal(old.Id, (await store.SelectAsync(null, ["u"], bench.Host, default)).Set.Id);
        var file = await store.SelectAsync(old.PathOf(old.Manifest.Tables.Single(table => table.Name == "u").File.Name), [], bench.Host, default);
        Assert.Equal((old.Id, "u"), (file.Set.Id, Assert.Single(file.Tables).Name));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => store.FindAsync("20200101_000000", bench.Host, default));
        Assert.Equal("BackupNotFound", error.Id);
    }

    private static string WriteFile(string path)
    {
        File.WriteAllText(path, "x");
        return path;
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

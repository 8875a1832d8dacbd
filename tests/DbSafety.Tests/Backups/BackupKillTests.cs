using System.Diagnostics;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>The process is killed at some moment: files are whole or absent, tables are before or after.</summary>
[Trait("Category", "Long")]
public sealed class BackupKillTests
{
    private const string Sql = """
        CREATE TABLE a (id integer PRIMARY KEY, body text);
        INSERT INTO a SELECT i, md5(i::text) FROM generate_series(1, 60000) i;
        CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a, body text);
        CREATE INDEX ON b (a);
        INSERT INTO b SELECT i, i, md5(i::text) FROM generate_series(1, 60000) i;
        """;

    // Milliseconds after which the process is killed; drawn anew in each run, so that many moments are met over time.
    public static TheoryData<int> Moments => [.. Enumerable.Range(0, TestRun.Kills).Select(_ => Random.Shared.Next(300, 1500))];

    [SkippableTheory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public async Task A_killed_backup_leaves_no_half_file_with_a_final_name(int milliseconds)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await BackupBench.CreateAsync(Sql);
        await RunAndKillAsync(milliseconds, "backup", "--connection", bench.Database.ConnectionString, "--path", bench.Folder);
        foreach (var path in Directory.EnumerateFiles(bench.Folder, "backup_*.sql.gz"))
            Assert.EndsWith("end\nCOMMIT;\n", BackupBench.Sql(path), StringComparison.Ordinal);
        var sets = await new BackupStore(bench.Folder).ListAsync(bench.Host, default);
        Assert.Empty(bench.Host.Warnings);
        foreach (var set in sets)
            Assert.All(await BackupProver.CheckFilesAsync(set, null, bench.Host, default), test => Assert.True(test.Passed));
        var next = await bench.BackupAsync(request => request);
        Assert.Equal(2, next.Manifest.Tables.Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(bench.Folder), path => path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public async Task A_killed_restore_leaves_the_tables_before_or_after(int milliseconds)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("a", "b");
        await bench.Database.ExecuteAsync("DELETE FROM b; DELETE FROM a WHERE id > 100; UPDATE a SET body = 'changed'");
        await RunAndKillAsync(milliseconds, "restore", set.Id, "--connection", bench.Database.ConnectionString, "--path", bench.Folder, "--force");
        await GoneAsync(bench);
        var state = await bench.Database.ScalarAsync<string>("SELECT (SELECT count(*) FROM a) || '/' || (SELECT count(*) FROM b) || '/' || (SELECT count(*) FROM a WHERE body = 'changed')");
        Assert.Contains(state, (string[])["100/0/100", "60000/60000/0"]);
        Assert.All(await bench.RestoreAsync(set), result => Assert.True(result.Verified));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [SkippableTheory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public async Task A_killed_swap_leaves_the_table_before_or_after(int milliseconds)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await BackupBench.CreateAsync(Sql + "CREATE VIEW bodies AS SELECT body FROM a;");
        var set = await bench.BackupAsync("a");
        await bench.Database.ExecuteAsync("ALTER TABLE a ADD COLUMN junk integer; UPDATE a SET body = 'changed'");
        await RunAndKillAsync(milliseconds * 3, "restore", set.Id, "--mode", "Swap", "--connection", bench.Database.ConnectionString, "--path", bench.Folder, "--force");
        await GoneAsync(bench);
        const string State = """
            SELECT (SELECT count(*) FROM a WHERE body = 'changed') || '/' || (SELECT count(*) FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'junk')
              || '/' || (SELECT count(*) FROM bodies WHERE body = 'changed') || '/' || (SELECT count(*) FROM pg_constraint WHERE confrelid = 'a'::regclass AND convalidated)
            """;
        Assert.Contains(await bench.Database.ScalarAsync<string>(State), (string[])["60000/1/60000/1", "0/0/0/1"]);
        Assert.True(Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Swap })).Verified);
        Assert.Equal("0/0/0/1", await bench.Database.ScalarAsync<string>(State));
        Assert.Equal(0L, await bench.Database.ScalarAsync<long>(@"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety\_restore%'"));
    }

    [SkippableTheory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public async Task A_killed_replacement_leaves_the_table_before_or_after(int milliseconds)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await BackupBench.CreateAsync(Sql);
        var set = await bench.BackupAsync("b");
        await bench.Database.ExecuteAsync("DELETE FROM b WHERE id > 100");
        await RunAndKillAsync(milliseconds * 2, "restore", set.Id, "--mode", "Replace", "--connection", bench.Database.ConnectionString, "--path", bench.Folder, "--force");
        await GoneAsync(bench);
        Assert.Contains(await bench.Database.ScalarAsync<long>("SELECT count(*) FROM b"), (long[])[100, 60000]);
        Assert.True(Assert.Single(await bench.RestoreAsync(set, new RestoreRequest { Mode = RestoreMode.Replace })).Verified);
    }

    [SkippableTheory]
    [MemberData(nameof(Moments), DisableDiscoveryEnumeration = true)]
    public async Task A_killed_restore_into_an_empty_database_leaves_it_empty_or_whole(int milliseconds)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await BackupBench.CreateAsync("""
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE TABLE a (id integer PRIMARY KEY, mood mood, body text);
            INSERT INTO a SELECT i, 'glad', repeat(md5(i::text), 4) FROM generate_series(1, 80000) i;
            CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a, body text);
            CREATE INDEX ON b (a);
            INSERT INTO b SELECT id, id, body FROM a;
            """);
        var set = await bench.BackupAsync("a", "b");
        await bench.Database.ExecuteAsync("DROP TABLE a, b; DROP TYPE mood");
        await RunAndKillAsync(milliseconds * 3, "restore", set.Id, "--connection", bench.Database.ConnectionString, "--path", bench.Folder, "--force");
        await GoneAsync(bench);
        var state = await bench.Database.ScalarAsync<string>("SELECT concat_ws('/', to_regclass('a'), to_regclass('b'), (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass('b')))");
        Assert.Contains(state, (string[])["0", "a/b/1"]);
        if (state == "a/b/1")
            Assert.Equal(160000L, await bench.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)"));
        Assert.All(await bench.RestoreAsync(set), result => Assert.True(result.Verified));
        Assert.Equal("a/b/mood/0", await bench.Database.ScalarAsync<string>(
            @"SELECT concat_ws('/', to_regclass('a'), to_regclass('b'), to_regtype('mood'), (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'dbsafety\_restore%'))"));
    }

    private static async Task RunAndKillAsync(int milliseconds, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "dbsafety.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        using var time = new CancellationTokenSource(milliseconds);
        try
        {
            await process.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    // The server sees the client's death when it next writes to it or looks (client_connection_check_interval).
    private static async Task GoneAsync(BackupBench bench)
    {
        while (await bench.Database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbsafety restore' AND datname = current_database()") > 0)
            await Task.Yield();
    }
}

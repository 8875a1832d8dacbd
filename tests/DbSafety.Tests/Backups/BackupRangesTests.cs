using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Postgres;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Large tables, which several sessions read together.</summary>
public sealed class BackupRangesTests
{
    // About 14 MiB: rows that are gone, rows that were moved, and long values that are stored elsewhere, the longest longer than a block.
    private const string Sql = """
        CREATE TABLE large (id integer, body text) WITH (autovacuum_enabled = off);
        INSERT INTO large SELECT i, repeat(md5(i::text), 3) FROM generate_series(1, 90000) i;
        DELETE FROM large WHERE id % 7 = 0;
        UPDATE large SET body = body || 'x' WHERE id % 11 = 0;
        INSERT INTO large SELECT -i, (SELECT string_agg(md5((i * k)::text), '') FROM generate_series(1, 20000 * i) k) FROM generate_series(1, 3) i;
        CREATE TABLE small (id integer); INSERT INTO small VALUES (1)
        """;

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task Several_sessions_write_the_file_that_one_session_writes(int major)
    {
        await using var bench = await BackupBench.CreateAsync(Sql, major);
        foreach (var format in new[] { BackupDataFormat.Copy, BackupDataFormat.Insert })
        {
            var alone = await bench.BackupAsync(request => request with { Jobs = 1, DataFormat = format });
            var together = await bench.BackupAsync(request => request with { Jobs = 3, DataFormat = format });
            Assert.Equal(alone.Manifest.Tables.Select(table => (table.Rows, table.ContentDigest)), together.Manifest.Tables.Select(table => (table.Rows, table.ContentDigest)));
            Assert.Equal(RowsOf(alone), RowsOf(together));
            Assert.All(await BackupProver.CheckFilesAsync(together, null, bench.Host, default), test => Assert.True(test.Passed));
        }
    }

    [Fact]
    public async Task A_session_that_is_lost_in_the_middle_of_a_range_ends_the_backup_and_leaves_no_file()
    {
        await using var bench = await BackupBench.CreateAsync(
            "CREATE UNLOGGED TABLE large (body text); INSERT INTO large SELECT repeat(md5(i::text), 10) FROM generate_series(1, 300000) i");
        var backup = bench.BackupAsync(request => request with { Jobs = 3 });
        while (!backup.IsCompleted && !Directory.EnumerateFiles(bench.Folder).Any(path => path.Contains("large", StringComparison.Ordinal)))
            await Task.Yield();
        await bench.Database.ExecuteAsync(
            "SELECT pg_terminate_backend(max(pid)) FROM pg_stat_activity WHERE application_name = 'dbsafety backup' AND datname = current_database()");
        await Assert.ThrowsAsync<Core.Errors.DbSafetyException>(() => backup);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Folder));
    }

    [SkippableFact]
    public async Task The_driver_still_lets_the_kernel_wait_for_its_socket()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere the driver's own waiting is used.");
        await using var database = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        await using var connection = await database.OpenAsync();
        using (var socket = BlockingSocket.Of(connection))
            Assert.True(socket.IsBlocking);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        Assert.Equal(1, await command.ExecuteScalarAsync());
    }

    private static string RowsOf(BackupSet set)
    {
        var sql = BackupBench.Sql(set.PathOf(set.Manifest.Tables.Single(table => table.Name == "large").File.Name));
        var begin = sql.IndexOf(BackupFileForm.Data + "\n", StringComparison.Ordinal);
        return sql[begin..sql.LastIndexOf(BackupFileForm.AfterData, StringComparison.Ordinal)].Replace(Token(sql), "", StringComparison.Ordinal);
    }

    private static string Token(string sql) => sql[(sql.IndexOf(BackupFileForm.TokenLine, StringComparison.Ordinal) + BackupFileForm.TokenLine.Length)..].Split('\n')[0];
}
